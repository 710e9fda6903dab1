import { BelfryError } from '../errors/belfry-error.ts'
import * as z from '../errors/zod.ts'
import { fromYaml, toYaml } from '../formats/yaml.ts'
import type { DrillSpec, ExpectedAlert } from '../spec/drills.ts'

/** The label by which people and programs tell a drill from the real thing. */
export const drillLabel = 'drill'

const configSchema = z.looseObject({
  alerting: z.looseObject({ alert_relabel_configs: z.array(z.unknown()).default([]) }),
})

/**
 * The configuration of Prometheus, in which the alerts that drills may ring leave it with the label `drill`. Others do
 * not get it: what is really wrong meanwhile must not pass for a drill.
 *
 * @param run - value of the label.
 */
export function withDrillLabel(config: string, alerts: readonly ExpectedAlert[], run: string): string {
  const parsed = configSchema.safeParse(fromYaml(config))
  if (!parsed.success) throw new BelfryError('CONFIG_INVALID', 'the configuration of Prometheus names no Alertmanager')
  const { alerting, ...others } = parsed.data
  const rules = [...new Map(alerts.map((one) => [JSON.stringify(one), relabel(one, run)])).values()]
  return toYaml({
    ...others,
    alerting: { ...alerting, alert_relabel_configs: [...alerting.alert_relabel_configs, ...rules] },
  })
}

/** Every alert that drills may ring. */
export function alertsOf(drills: readonly DrillSpec[]): readonly ExpectedAlert[] {
  return drills.flatMap(({ expects, also = [] }) => [expects, ...also])
}

function relabel({ alert, labels = {} }: ExpectedAlert, run: string): object {
  const names = Object.keys(labels)
  return {
    source_labels: ['alertname', ...names],
    regex: [alert, ...names.map((name) => labels[name] ?? '')].map(escapePattern).join(';'),
    target_label: drillLabel,
    replacement: run,
  }
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')
}
