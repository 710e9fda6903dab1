import type { Alert } from '../../model/model.ts'
import { formatDuration, toMilliseconds } from '../../spec/duration.ts'
import type { Severity } from '../../spec/labels.ts'
import type { Mutant } from './mutant.ts'

/** Every small change of an alert that is not one of its query. */
export function alertMutants(alert: Alert): readonly Mutant[] {
  return [
    ...durationMutants(alert, 'for', 'for'),
    ...durationMutants(alert, 'keepFiringFor', 'keep_firing_for'),
    severityMutant(alert),
    ...textMutants(alert, 'annotations'),
    ...textMutants(alert, 'labels'),
  ]
}

function durationMutants(alert: Alert, key: 'for' | 'keepFiringFor', name: string): readonly Mutant[] {
  const written = alert[key]
  const length = toMilliseconds(written)
  if (length === 0) return []
  const doubled = formatDuration(length * 2)
  const made = (change: string, value: string, words: string): Mutant => ({
    id: `${name}/${change}`,
    operator: name,
    words,
    original: alert,
    rule: { ...alert, [key]: value },
    field: name,
    text: value,
    from: 0,
    to: value.length,
  })
  return [
    made('dropped', '0s', `\`${name}: ${written}\` is dropped`),
    made('doubled', doubled, `\`${name}: ${written}\` becomes \`${doubled}\``),
  ]
}

const otherSeverity: Readonly<Record<Severity, Severity>> = {
  critical: 'warning',
  warning: 'critical',
  info: 'warning',
  none: 'warning',
}

function severityMutant(alert: Alert): Mutant {
  const severity = otherSeverity[alert.severity]
  return {
    id: `severity/${severity}`,
    operator: 'severity',
    words: `\`${alert.severity}\` becomes \`${severity}\``,
    original: alert,
    rule: { ...alert, severity, labels: { ...alert.labels, severity } },
    field: 'severity',
    text: severity,
    from: 0,
    to: severity.length,
  }
}

const labelUse = /(?<=\$labels\.)\w+/g

/** Each label that a template shows becomes another one. */
function textMutants(alert: Alert, part: 'annotations' | 'labels'): readonly Mutant[] {
  const shown = [...Object.values(alert.annotations), ...Object.values(alert.labels)].flatMap(
    (text) => text.match(labelUse) ?? [],
  )
  return Object.entries(alert[part]).flatMap(([name, text]) =>
    [...text.matchAll(labelUse)].map(({ 0: label, index }, nth): Mutant => {
      const other = ['instance', ...shown, 'job'].find((one) => one !== label) ?? 'job'
      const changed = `${text.slice(0, index)}${other}${text.slice(index + label.length)}`
      return {
        id: `${part === 'labels' ? 'label' : 'annotation'}/${name}/${nth + 1}/${other}`,
        operator: part === 'labels' ? 'label' : 'annotation',
        words: `\`$labels.${label}\` becomes \`$labels.${other}\``,
        original: alert,
        rule: { ...alert, [part]: { ...alert[part], [name]: changed } },
        field: `${part}.${name}`,
        text: changed,
        from: index,
        to: index + other.length,
      }
    }),
  )
}
