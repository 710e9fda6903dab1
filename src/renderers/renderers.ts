import { BelfryError } from '../errors/belfry-error.ts'
import type { Artifact } from '../model/artifact.ts'
import type { Model } from '../model/model.ts'
import { rulesOf } from '../model/rules.ts'
import { renderAlertmanager } from './alertmanager.ts'
import { renderAlertmanagerTemplates } from './alertmanager-templates.ts'
import { renderCompose } from './compose.ts'
import { renderConsoleConfig } from './console-config.ts'
import { renderEnvExample } from './env-example.ts'
import { renderExporterConfig } from './exporter-config.ts'
import { renderGrafanaDashboards } from './grafana-dashboards.ts'
import { renderGrafanaProvisioning } from './grafana-provisioning.ts'
import { withHeader } from './header.ts'
import { renderProcesses } from './processes.ts'
import { renderPrometheus } from './prometheus.ts'
import { renderRules } from './rules.ts'
import { renderRunbooks } from './runbooks.ts'
import { renderSimulatorConfig } from './simulator-config.ts'

type Renderer = (model: Model) => readonly Artifact[]

/** One renderer for every output format, in the order in which their files are listed. */
const renderers: readonly Renderer[] = [
  renderCompose,
  renderEnvExample,
  renderPrometheus,
  renderRules,
  renderAlertmanager,
  renderAlertmanagerTemplates,
  renderExporterConfig,
  renderConsoleConfig,
  renderSimulatorConfig,
  renderGrafanaProvisioning,
  renderGrafanaDashboards,
  renderRunbooks,
  renderProcesses,
]

/**
 * Every file of a stack. The same model gives the same bytes.
 *
 * @throws BelfryError `NOTHING_RENDERED` when the stack watches nothing.
 */
export function renderAll(model: Model): readonly Artifact[] {
  if (model.prometheus.jobs.length === 0) throw nothing('no system has a scrape job')
  if (rulesOf(model).length === 0) throw nothing('no system has a rule')
  return renderers.flatMap((render) => render(model)).map(withHeader)
}

function nothing(reason: string): BelfryError {
  return new BelfryError('NOTHING_RENDERED', `Nothing was rendered: ${reason}.`, {
    hint: 'A stack needs at least one system with a scrape job and an alert.',
  })
}
