import type { MatrixSelector, Span } from '../promql/ast.ts'
import { jobsOf } from '../promql/infer/facts.ts'
import { formatDuration, parseDuration } from '../spec/duration.ts'
import { findingAt, type ReadingCheck } from './query-check.ts'
import { isReplaced, type Reading } from './readings.ts'
import type { World } from './world.ts'

/** Scrape intervals that a range has to span: two samples make a rate, four survive a lost scrape. */
const least = 2
const wanted = 4

/** A range holds enough samples, and no query looks back further than samples are kept. */
export const queryRange: ReadingCheck = {
  kind: 'reading',
  id: 'query-range',
  severity: 'warning',
  inspect: (reading, world) => [...shortRanges(reading, world), ...pastRetention(reading, world)],
}

function shortRanges({ subject, parts, inference }: Reading, world: World) {
  return parts
    .filter((node): node is MatrixSelector => node.kind === 'matrix' && !isReplaced(subject, node.range))
    .flatMap((node) => {
      const jobs = jobsOf(inference.of(node.selector))
      const intervals = jobs.map((job) => parseDuration(world.scrapeInterval(job)) ?? 0)
      const interval = Math.max(0, ...intervals)
      const { milliseconds } = node.range
      if (interval === 0 || milliseconds >= wanted * interval) return []
      const isError = milliseconds < least * interval
      const shown = formatDuration(interval)
      const message = isError
        ? `a range of ${formatDuration(milliseconds)} rarely holds two samples of a metric that is scraped every ${shown}`
        : `a range of ${formatDuration(milliseconds)} holds fewer than four scrapes of ${shown}; one that is lost leaves a gap`
      const severity = isError ? ('error' as const) : ('warning' as const)
      return [
        findingAt(subject, node.range, {
          message,
          hint: `Use at least ${formatDuration(wanted * interval)}.`,
          severity,
        }),
      ]
    })
}

function pastRetention({ subject, parts }: Reading, { retention }: World) {
  const kept = parseDuration(retention)
  if (kept === null || kept === 0) return []
  return parts.flatMap((node) => {
    if (node.kind !== 'matrix' && node.kind !== 'subquery' && node.kind !== 'vector') return []
    const range = node.kind === 'vector' ? 0 : node.range.milliseconds
    const back = range + (node.offset?.milliseconds ?? 0)
    if (back <= kept) return []
    const span: Span = node.offset ?? (node.kind === 'vector' ? node : node.range)
    if (isReplaced(subject, span)) return []
    const message = `looks back ${formatDuration(back)}, and samples are kept for ${retention}`
    return [findingAt(subject, span, { message, hint: 'Look back less, or keep samples longer.', severity: 'error' })]
  })
}
