import type { Model } from '../model/model.ts'
import type { LaterSpec } from '../spec/history.ts'
import type { Labels } from '../spec/labels.ts'
import type { LiveSeries, LiveTarget } from './live-series.ts'
import type { Use } from './used-names.ts'

export interface LaterRequest {
  readonly model: Model
  readonly wanted: ReadonlyMap<string, Use>
  /** Unix seconds. */
  readonly end: number
}

/** Targets with what they will expose before long: those that have just started have not done everything once. */
export function withLater(targets: readonly LiveTarget[], request: LaterRequest): readonly LiveTarget[] {
  const { model, wanted, end } = request
  const told = [...model.histories().flatMap((one) => one.later ?? []), ...notifications(model)]
  return targets.map((target) => {
    const { families = [] } = model.prometheus.jobs.find(({ name }) => name === target.job) ?? {}
    const more = told.flatMap(({ family: name, labels, value }) => {
      const family = families.find((one) => one.name === name)
      const use = wanted.get(name)
      if (family === undefined || use === undefined) return []
      const own = target.series.filter((one) => one.family.name === name)
      const isNew = (one: Labels) => !own.some((other) => Object.keys(one).every((label) => label in other.labels))
      return labels.filter(isNew).map(
        (one): LiveSeries => ({
          name,
          family,
          suffix: '',
          use,
          labels: { ...target.labels, ...one },
          value: value(end),
        }),
      )
    })
    return { ...target, series: [...target.series, ...more] }
  })
}

/** What Prometheus counts once it knows its Alertmanagers. */
function notifications({ prometheus }: Model): readonly LaterSpec[] {
  const labels = prometheus.alertmanagers.flatMap(({ scheme, targets }) =>
    targets.map((address) => ({ alertmanager: `${scheme}://${address}/api/v2/alerts` })),
  )
  return ['sent', 'errors'].map((what) => ({
    family: `prometheus_notifications_${what}_total`,
    labels,
    value: () => 0,
  }))
}
