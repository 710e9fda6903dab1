/** How closely a series has to be sampled. */
export type Density = 'growing' | 'growing closely' | 'moving' | 'still'

const minute = 60
const hour = 3600

/** Until which age, in seconds, samples stand how many seconds apart. */
const tiers: Readonly<Record<Density, readonly { readonly until: number; readonly step: number }[]>> = {
  // A rate needs two samples in its window: a minute long on graphs of up to six hours, 135 s on one of a day, and 75 s on
  // one that is wider than half a page.
  growing: [
    { until: 6.05 * hour, step: 30 },
    { until: 24.5 * hour, step: 66 },
  ],
  'growing closely': [
    { until: 6.05 * hour, step: 30 },
    { until: 24.5 * hour, step: 36 },
  ],
  // Two samples in five minutes, the shortest window that is written out.
  moving: [
    { until: 70 * minute, step: 60 },
    { until: 24.5 * hour, step: 140 },
  ],
  // Within the five minutes for which Prometheus takes a sample for the present.
  still: [{ until: 24.5 * hour, step: 280 }],
}

/**
 * Times of samples up to an end, oldest first, in Unix seconds.
 *
 * @param hours - how far back they go; at most a day.
 */
export function sampleTimes(density: Density, end: number, hours: number): readonly number[] {
  const times: number[] = []
  let age = 0
  for (const { until, step } of tiers[density]) {
    const oldest = Math.min(until, hours * hour)
    for (; age <= oldest; age += step) times.push(end - age)
  }
  return times.reverse()
}
