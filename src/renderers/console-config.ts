import { toYaml } from '../formats/yaml.ts'
import { type Artifact, artifact } from '../model/artifact.ts'
import type { Model } from '../model/model.ts'
import {
  consoleCatalogPath,
  consoleConfigPath,
  consoleStackPath,
  grafanaDashboardsDir,
  nativeDataPath,
  runbooksDir,
} from '../model/names.ts'
import { consoleCatalog } from './console-catalog.ts'
import { consoleStack } from './console-stack.ts'
import { hostNames, listenAddress } from './listen-address.ts'

/** `console.yml` and what it names: all that the console service reads; nothing where it does not run. */
export function renderConsoleConfig(model: Model): readonly Artifact[] {
  if (!model.engines.console.enabled) return []
  const { placement, urls, engines } = model
  const config = {
    listen: listenAddress(model, 'console'),
    hosts: hostNames(model, 'console', [urls.console, urls.runbooks]),
    ...foldersOf(placement),
    stackFile: 'stack.json',
    catalogFile: 'catalog.json',
    prometheus: `http://${engines.prometheus.address}`,
    alertmanager: `http://${engines.alertmanager.address}`,
    ...(engines.grafana.enabled ? { grafana: `http://${engines.grafana.address}` } : {}),
    links: [
      { title: 'Prometheus', url: urls.prometheus },
      { title: 'Alertmanager', url: urls.alertmanager },
      { title: 'Grafana', url: urls.grafana },
    ],
  }
  return [
    artifact(consoleConfigPath, toYaml(config)),
    artifact(consoleStackPath, `${JSON.stringify(consoleStack(model), null, 1)}\n`),
    // A line for each metric, so that a change of one is a change of one line.
    artifact(consoleCatalogPath, `[\n${consoleCatalog(model).map(lineOf).join(',\n')}\n]\n`),
  ]
}

const lineOf = (entry: object): string => JSON.stringify(entry)

function foldersOf(placement: Model['placement']) {
  if (placement.kind === 'compose') {
    return {
      stateDir: '/var/lib/belfry',
      runbooksDir: '/etc/belfry/runbooks',
      dashboardsDir: '/etc/belfry/dashboards',
      proofDir: '/etc/belfry/proof',
      historyFile: '/etc/belfry/proof/history.json',
    }
  }
  const { stateDir, configDir } = placement
  return {
    stateDir: nativeDataPath(stateDir, 'console'),
    runbooksDir: `${configDir}/${runbooksDir}`,
    dashboardsDir: `${configDir}/${grafanaDashboardsDir}`,
    proofDir: `${stateDir}/proof`,
    historyFile: `${stateDir}/proof/history.json`,
  }
}
