import type { Span } from '../promql/ast.ts'
import type { Facts } from '../promql/infer/facts.ts'
import { formatDuration, parseDuration } from '../spec/duration.ts'
import { bothFindings, findingAt, findingsAmong, type ReadingCheck } from './query-check.ts'
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
  inspect: (reading, world) => bothFindings(shortRanges(reading, world), pastRetention(reading, world)),
}

function shortRanges({ subject, ranges, inference }: Reading, world: World) {
  return findingsAmong(ranges, (node) => {
    const interval = longestInterval(inference.of(node.selector), world)
    const { milliseconds } = node.range
    if (interval === 0 || milliseconds >= wanted * interval || isReplaced(subject, node.range)) return null
    const isError = milliseconds < least * interval
    const shown = formatDuration(interval)
    const message = isError
      ? `a range of ${formatDuration(milliseconds)} rarely holds two samples of a metric that is scraped every ${shown}`
      : `a range of ${formatDuration(milliseconds)} holds fewer than four scrapes of ${shown}; one that is lost leaves a gap`
    const severity = isError ? ('error' as const) : ('warning' as const)
    return findingAt(subject, node.range, {
      message,
      hint: `Use at least ${formatDuration(wanted * interval)}.`,
      severity,
    })
  })
}

/** Of the jobs that the series come from; 0 when it is not known. */
function longestInterval({ shapes }: Facts, world: World): number {
  let longest = 0
  for (const { jobs } of shapes)
    for (const job of jobs) longest = Math.max(longest, parseDuration(world.scrapeInterval(job)) ?? 0)
  return longest
}

function pastRetention({ subject, parts }: Reading, { retention }: World) {
  const kept = parseDuration(retention)
  if (kept === null || kept === 0) return []
  return findingsAmong(parts, (node) => {
    if (node.kind !== 'matrix' && node.kind !== 'subquery' && node.kind !== 'vector') return null
    const range = node.kind === 'vector' ? 0 : node.range.milliseconds
    const back = range + (node.offset?.milliseconds ?? 0)
    if (back <= kept) return null
    const span: Span = node.offset ?? (node.kind === 'vector' ? node : node.range)
    if (isReplaced(subject, span)) return null
    const message = `looks back ${formatDuration(back)}, and samples are kept for ${retention}`
    return findingAt(subject, span, { message, hint: 'Look back less, or keep samples longer.', severity: 'error' })
  })
}
