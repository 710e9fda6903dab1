import { toYaml } from '../formats/yaml.ts'
import { type Artifact, artifact } from '../model/artifact.ts'
import type { Model } from '../model/model.ts'
import {
  alertmanagerDatasourceName,
  alertmanagerDatasourceUid,
  dashboardFolder,
  folderUid,
  grafanaDashboardsDir,
  grafanaProvisioningDir,
  prometheusDatasourceName,
  prometheusDatasourceUid,
} from '../model/names.ts'

/** What Grafana reads when it starts: its data sources, and where its dashboards lie. */
export function renderGrafanaProvisioning(model: Model): readonly Artifact[] {
  return [
    artifact(
      `${grafanaProvisioningDir}/datasources/datasources.yml`,
      toYaml({ apiVersion: 1, datasources: datasources(model) }),
    ),
    artifact(
      `${grafanaProvisioningDir}/dashboards/dashboards.yml`,
      toYaml({ apiVersion: 1, providers: providers(model) }),
    ),
  ]
}

function datasources(model: Model): readonly object[] {
  const common = { orgId: 1, access: 'proxy', editable: false }
  return [
    {
      name: prometheusDatasourceName,
      uid: prometheusDatasourceUid,
      type: 'prometheus',
      ...common,
      url: `http://${model.engines.prometheus.address}`,
      isDefault: true,
      jsonData: {
        httpMethod: 'POST',
        timeInterval: model.prometheus.scrapeInterval,
        prometheusType: 'Prometheus',
        prometheusVersion: model.engines.prometheus.version,
        manageAlerts: true,
        alertmanagerUid: alertmanagerDatasourceUid,
      },
    },
    {
      name: alertmanagerDatasourceName,
      uid: alertmanagerDatasourceUid,
      type: 'alertmanager',
      ...common,
      url: `http://${model.engines.alertmanager.address}`,
      isDefault: false,
      jsonData: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
    },
  ]
}

/** One provider a folder: a provider over several would claim the files of the others. */
function providers(model: Model): readonly object[] {
  const systems = [...new Set(model.dashboards.map(({ system }) => system))]
  return systems.map((system) => ({
    name: folderUid(model.name, system),
    orgId: 1,
    folder: folderTitle(model, system),
    folderUid: folderUid(model.name, system),
    type: 'file',
    disableDeletion: true,
    allowUiUpdates: false,
    updateIntervalSeconds: 30,
    options: { path: `${dashboardsDir(model)}/${dashboardFolder(system)}`, foldersFromFilesStructure: false },
  }))
}

const folderTitle = (model: Model, system: string): string =>
  model.systems.find(({ name }) => name === system)?.title ?? (system === '' ? model.name : system)

/** Where Grafana sees the dashboards: mounted in its container, or the rendered files themselves. */
const dashboardsDir = ({ placement }: Model): string =>
  placement.kind === 'compose' ? '/var/lib/grafana/dashboards' : `${placement.configDir}/${grafanaDashboardsDir}`
