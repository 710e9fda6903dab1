import { rangeUtil } from '../vendor/grafana-data.js'

/** What Prometheus is asked for, and what a query's own variables mean. Milliseconds. */
export interface Intervals {
  readonly step: number
  /** `$__interval` */
  readonly interval: number
  /** `$__rate_interval` */
  readonly rateInterval: number
}

export interface IntervalOptions {
  /** Length of the range. */
  readonly range: number
  /** Usually the width of the panel in pixels. */
  readonly maxDataPoints: number
  /** The smallest step that the panel or target sets; `null` for none. */
  readonly minStep: number | null
  /** What the target itself sets, of which a rate needs four; `null` for none. */
  readonly ownStep: number | null
  /** @default 15000 */
  readonly scrapeInterval?: number
  /** @default 1 */
  readonly intervalFactor?: number
}

const mostPoints = 11_000

/** The rules of Grafana's Prometheus data source. */
export function intervalsOf(options: IntervalOptions): Intervals {
  const { range, maxDataPoints, minStep, ownStep, scrapeInterval = 15_000, intervalFactor = 1 } = options
  const least = minStep ?? scrapeInterval
  const rough = Math.max(rangeUtil.roundInterval(range / Math.max(1, maxDataPoints)), least)
  const safe = rangeUtil.roundInterval(range / mostPoints)
  const step = Math.max(rough, safe > 1 ? safe : 0) * intervalFactor
  const scrape = ownStep ?? scrapeInterval
  const rateInterval = Math.max(step + scrape, 4 * scrape)
  return { step, interval: step, rateInterval }
}
