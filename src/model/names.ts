import type { EngineName } from '../spec/engine-name.ts'
import type { EnvironmentName } from '../spec/environment.ts'

/** Every generated name is computed here: paths, uids, groups, identifiers. */

/** The folder that belongs to Belfry below the output folder. */
export const renderedDir = 'rendered'
export const manifestPath = `${renderedDir}/.manifest.json`
export const composePath = 'docker-compose.yml'
export const envExamplePath = '.env.example'
export const prometheusConfigPath = `${renderedDir}/prometheus/prometheus.yml`
export const alertmanagerConfigPath = `${renderedDir}/alertmanager/alertmanager.yml`
export const alertmanagerTemplatePath = `${renderedDir}/alertmanager/templates/belfry.tmpl`
export const exporterConfigPath = `${renderedDir}/exporter/exporter.yml`
export const consoleDir = `${renderedDir}/console`
export const consoleConfigPath = `${consoleDir}/console.yml`
export const consoleStackPath = `${consoleDir}/stack.json`
export const consoleCatalogPath = `${consoleDir}/catalog.json`
export const simulatorConfigPath = `${renderedDir}/simulator/simulator.yml`
export const grafanaProvisioningDir = `${renderedDir}/grafana/provisioning`
export const grafanaDashboardsDir = `${renderedDir}/grafana/dashboards`
export const runbooksDir = `${renderedDir}/runbooks`
export const processesPath = `${renderedDir}/processes.json`

/** All rule files, from the folder of Prometheus' configuration. */
export const ruleFilesPattern = 'rules/*.yml'
export const ruleFilePath = (system: string): string => `${renderedDir}/prometheus/rules/${system}.yml`
export const dashboardPath = (folder: string, uid: string): string => `${grafanaDashboardsDir}/${folder}/${uid}.json`
export const runbookPath = (system: string, alert: string): string => `${runbooksDir}/${system}/${alert}.md`

export const ruleGroupName = (system: string): string => system
export const dashboardUid = (stack: string, key: string): string => `${stack}-${key}`.slice(0, 40)
/** Folder of a dashboard in Grafana; dashboards of the stack itself stand in its own. */
export const dashboardFolder = (system: string): string => (system === '' ? 'stack' : system)
export const folderUid = (stack: string, system: string): string =>
  `${stack}-folder-${dashboardFolder(system)}`.slice(0, 40)
export const composeProject = (stack: string, environment: EnvironmentName): string =>
  environment === 'local' ? stack : `${stack}-${environment}`

/** Tag of every dashboard that Belfry renders; dashboards find their siblings by the stack's tag. */
export const generatedTag = 'belfry'
export const stackTag = (stack: string): string => `stack:${stack}`
export const dashboardTags = (stack: string, system: string): readonly string[] =>
  system === '' ? [generatedTag, stackTag(stack)] : [generatedTag, stackTag(stack), system]

export const prometheusDatasourceName = 'Prometheus'
export const alertmanagerDatasourceName = 'Alertmanager'
export const prometheusDatasourceUid = 'prometheus'
export const alertmanagerDatasourceUid = 'alertmanager'

export const runbookUrl = (base: string, system: string, alert: string): string => `${base}/${system}/${alert}`
export const dashboardUrl = (grafana: string, uid: string): string => `${grafana}/d/${uid}`

export const composeSecretPath = (name: string): string => `/run/secrets/${name}`
export const nativeSecretPath = (stateDir: string, name: string): string => `${stateDir}/secrets/${name}`
/** Data folder of an engine that runs as a plain process. */
export const nativeDataPath = (stateDir: string, engine: EngineName): string => `${stateDir}/data/${engine}`
export const postgresPasswordSecret = 'postgres_password'
export const redisPasswordSecret = 'redis_password'
export const grafanaPasswordSecret = 'grafana_admin_password'

export const volumeName = (engine: EngineName): string => `${engine}-data`
