import type { MetricFamily } from '../spec/metrics.ts'
import type { Check } from './check.ts'

/** Naming conventions: https://prometheus.io/docs/practices/naming/. */
export const metricName: Check = {
  id: 'metric-name',
  severity: 'warning',
  run: ({ catalog }) =>
    [...catalog.entries.values()]
      .filter(({ family }) => family.emitter === 'exporter' && family.nameBecause === '')
      .flatMap(({ family }) => {
        const fault = namingFault(family)
        if (fault === '') return []
        const hint = 'Rename it, or say in `nameBecause` why the name stays.'
        return [{ message: `${family.name} ${fault}`, hint, path: `metrics.${family.name}`, place: family.place }]
      }),
}

function namingFault({ name, type, unit }: MetricFamily): string {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) return 'is not in snake_case'
  if (type === 'counter' && !name.endsWith('_total')) return 'is a counter and does not end in _total'
  if (type !== 'counter' && name.endsWith('_total')) return `ends in _total and is a ${type}`
  if (/_(bucket|sum|count)$/.test(name)) return 'ends like a series of a histogram'
  const base = name.replace(/_total$/, '')
  if (/_(milliseconds|ms|minutes|hours|kilobytes|kb|megabytes|mb|percent)$/.test(base)) return 'is not in a base unit'
  if ((unit === 'seconds' || unit === 'bytes') && !base.endsWith(`_${unit}`)) return `is in ${unit} and does not say so`
  return ''
}
