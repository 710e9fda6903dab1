import type { BoardAnnotation } from '../board/board.ts'
import type { AnnotationMark } from '../draw/drawing.ts'
import { renderLegendFormat } from '../vendor/grafana-data.js'
import { type Ask, rangeQuery } from './api.ts'
import { seriesOf } from './frames-of.ts'
import { builtInScope, interpolate, type Scope, within } from './interpolate.ts'
import { durationMs, type TimeRange } from './time-range.ts'

const mostMarks = 60

/** Where something began: the first of steps in a row that have a value other than zero. What fails leaves no mark. */
export async function loadAnnotations(
  annotations: readonly BoardAnnotation[],
  ask: Ask,
  range: TimeRange,
  scope: Scope,
  dashboard: string,
): Promise<readonly AnnotationMark[]> {
  const marks = await Promise.all(
    annotations.map(async ({ expr, color, name, title, text, step: least }) => {
      const rough = Math.ceil((range.to - range.from) / 1000 / 1000)
      const step = Math.max(Math.round((durationMs(least) ?? 60_000) / 1000), rough, 1)
      const intervals = { step: step * 1000, interval: step * 1000, rateInterval: step * 4000 }
      const query = interpolate(expr, within(scope, builtInScope(range, intervals, dashboard)), 'promql')
      const start = Math.floor(range.from / 1000 / step) * step
      const end = Math.floor(range.to / 1000 / step) * step
      const answer = await ask(rangeQuery(query, start, end, step))
      if (answer.status === 'error') return []
      return seriesOf(answer.data, { kind: 'range', start, end, step }).flatMap(({ labels, times, values }) => {
        const written = [title, text]
          .map((format) => renderLegendFormat(format, { ...labels }))
          .filter((one) => one !== '')
        return times
          .filter((_, index) => isOn(values[index]) && !isOn(values[index - 1]))
          .map((time) => ({ time, color, title: written.join(': ') || name }))
      })
    }),
  )
  const all = marks.flat().sort((one, other) => one.time - other.time)
  return all.slice(-mostMarks)
}

const isOn = (value: number | null | undefined): boolean => value !== null && value !== undefined && value !== 0
