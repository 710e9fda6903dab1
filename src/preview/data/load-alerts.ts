import { type JsonObject, listOf, objectOf, textOf } from '../board/json-value.ts'
import { type ApiAnswer, type Ask, instantQuery } from './api.ts'

/** An alert of Prometheus as it was at one moment. */
export interface LoadedAlert {
  readonly state: 'firing' | 'pending'
  readonly labels: Readonly<Record<string, string>>
  /** Empty for one that is over by now: only those that last still have their words. */
  readonly annotations: JsonObject
}

/**
 * Alerts that were pending or firing at a time, those that fire first.
 *
 * @param time - Unix milliseconds.
 */
export async function loadAlerts(
  ask: Ask,
  time: number,
): Promise<{ readonly alerts: readonly LoadedAlert[]; readonly error: string }> {
  const [then, now] = await Promise.all([
    ask(instantQuery('ALERTS', time / 1000)),
    ask({ path: '/api/v1/alerts', parameters: [] }),
  ])
  if (then.status === 'error') return { alerts: [], error: then.error }
  const words = annotationsOf(now)
  const alerts = listOf(objectOf(then.data).result).map((each): [string, LoadedAlert] => {
    const { __name__: _, alertstate, ...others } = objectOf(objectOf(each).metric)
    const labels = Object.fromEntries(Object.entries(others).map(([name, value]) => [name, textOf(value)]))
    const key = keyOf(labels)
    return [key, { state: alertstate === 'firing' ? 'firing' : 'pending', labels, annotations: words.get(key) ?? {} }]
  })
  alerts.sort(([one, { state }], [other, { state: theirs }]) =>
    state === theirs ? (one < other ? -1 : 1) : state === 'firing' ? -1 : 1,
  )
  return { alerts: alerts.map(([, alert]) => alert), error: '' }
}

function annotationsOf(answer: ApiAnswer): ReadonlyMap<string, JsonObject> {
  const alerts = answer.status === 'success' ? listOf(objectOf(answer.data).alerts).map(objectOf) : []
  return new Map(alerts.map(({ labels, annotations }) => [keyOf(objectOf(labels)), objectOf(annotations)]))
}

/** Begins with the name of the alert, so that its order is the alphabet's. */
function keyOf({ alertname, ...others }: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(others).map(([name, value]) => `${name}=${textOf(value)}`)
  return [textOf(alertname), ...pairs.sort()].join('\n')
}
