import { BelfryError } from '../errors/belfry-error.ts'
import type { Artifact } from '../model/artifact.ts'
import type { Model } from '../model/model.ts'
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
  (model) => (model.placement.kind === 'compose' ? renderCompose(model) : []),
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
  (model) => (model.placement.kind === 'native' ? renderProcesses(model) : []),
]

/**
 * Every file of a stack. The same model gives the same bytes.
 *
 * @throws BelfryError `NOTHING_RENDERED` when the stack watches nothing, or a file would be empty.
 */
export function renderAll(model: Model): readonly Artifact[] {
  if (model.prometheus.jobs.length === 0) throw nothing('no system has a scrape job')
  if (!model.ruleFiles.some(({ groups }) => groups.some(({ rules }) => rules.length > 0)))
    throw nothing('no system has a rule')
  const artifacts = renderers.flatMap((render) => render(model)).map(withHeader)
  const empty = artifacts.find(({ content }) => content.trim() === '')
  if (empty !== undefined) throw nothing(`${empty.path} would be empty`)
  return artifacts
}

function nothing(reason: string): BelfryError {
  return new BelfryError('NOTHING_RENDERED', `Nothing was rendered: ${reason}.`, {
    hint: 'A stack needs at least one system with a scrape job and an alert.',
  })
}
