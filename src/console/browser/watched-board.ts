import { formattedValueToString, getValueFormat } from '../../preview/vendor/grafana-data.js'
import type { AlertFacts } from './stack.ts'

/** A dashboard of what an alert watches: a graph for each compared term, its threshold as a line. */
export function watchedBoard({ name, watched }: AlertFacts): object {
  const width = watched.length === 1 ? 24 : 12
  return {
    title: name,
    annotations: {
      list: [
        {
          enable: true,
          expr: `ALERTS{alertname="${name}",alertstate="firing"}`,
          iconColor: 'red',
          name: 'Firing',
          titleFormat: 'firing',
          step: '60s',
        },
      ],
    },
    panels: watched.map(({ expr, operator, threshold, unit }, index) => ({
      type: 'timeseries',
      title: titleOf(operator, threshold, unit),
      description: expr,
      gridPos: { x: (index % 2) * 12, y: Math.floor(index / 2) * 8, w: width, h: 8 },
      targets: [{ refId: 'A', expr }],
      fieldConfig: {
        defaults: {
          ...(unit === '' ? {} : { unit }),
          custom: {
            lineWidth: 1.5,
            fillOpacity: 8,
            ...(threshold === null
              ? {}
              : { thresholdsStyle: { mode: operator === '==' || operator === '!=' ? 'line' : 'line+area' } }),
          },
          ...(threshold === null ? {} : { thresholds: { mode: 'absolute', steps: stepsOf(operator, threshold) } }),
        },
        overrides: [],
      },
      options: { legend: { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: ['lastNotNull'] } },
    })),
  }
}

/** The number as it stands in the rule; and in its unit, as on the axis, which may be rounded. */
function titleOf(operator: string | null, threshold: number | null, unit: string): string {
  if (threshold === null) return 'What the alert watches'
  const shown = unit === '' || threshold === 0 ? '' : ` (${formattedValueToString(getValueFormat(unit)(threshold))})`
  return `Alerts when ${operator} ${threshold}${shown}`
}

/** The side on which the alert rings is red. Colours change at and above a step. */
function stepsOf(operator: string | null, threshold: number): readonly object[] {
  const clear = 'transparent'
  if (operator === '<' || operator === '<=')
    return [
      { color: 'red', value: null },
      { color: clear, value: threshold },
    ]
  return [
    { color: clear, value: null },
    { color: 'red', value: threshold },
  ]
}
