import { toYaml } from '../formats/yaml.ts'
import { type Artifact, artifact } from '../model/artifact.ts'
import type { Model } from '../model/model.ts'
import { consoleConfigPath, nativeDataPath, runbooksDir } from '../model/names.ts'
import { listenAddress } from './listen-address.ts'

/** `console.yml`, what the console service reads; nothing where it does not run. */
export function renderConsoleConfig(model: Model): readonly Artifact[] {
  if (!model.engines.console.enabled) return []
  const { placement, urls } = model
  const config = {
    listen: listenAddress(model, 'console'),
    stateDir: placement.kind === 'compose' ? '/var/lib/belfry' : nativeDataPath(placement.stateDir, 'console'),
    runbooksDir: placement.kind === 'compose' ? '/etc/belfry/runbooks' : `${placement.configDir}/${runbooksDir}`,
    links: [
      { title: 'Prometheus', url: urls.prometheus },
      { title: 'Alertmanager', url: urls.alertmanager },
      { title: 'Grafana', url: urls.grafana },
    ],
  }
  return [artifact(consoleConfigPath, toYaml(config))]
}
