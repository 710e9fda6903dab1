import { usedNames } from '../../src/history/used-names.ts'
import type { PrometheusClient } from '../../src/live/prometheus.ts'
import type { Model } from '../../src/model/model.ts'

/** What the demo lacks: replicas, replication slots, slow commands, an append-only file, and failures at its start. */
const idle = [
  'postgres/Replication lag',
  'postgres/Lag by replica',
  'postgres/Streaming',
  'postgres/WAL not yet applied',
  'postgres/WAL held back by slots',
  'redis/Slow commands',
  'redis/Append-only file',
  'coordination-phases/Failed or timed out',
]
/** Labels of who is at work just now: others are a moment later. */
const passing = ['worker_id', 'coordinator_id', 'swarm_id', 'phase', 'generation']

export interface Look {
  /** Unix seconds. */
  readonly end: number
  readonly hours: number
  /** Seconds between points. */
  readonly step: number
  /** What Grafana puts in for `$__rate_interval`. */
  readonly rate: string
}

/** Panels of all dashboards that show nothing of the made-up day, but for those that may. */
export async function emptyPanels(client: PrometheusClient, model: Model, look: Look): Promise<readonly string[]> {
  const { end, hours, step } = look
  const panels = model.dashboards.flatMap(({ key, rows }) =>
    rows.flatMap((row) => row.panels.map((panel) => ({ name: `${key}/${panel.title}`, targets: panel.targets }))),
  )
  const empty = await Promise.all(
    panels
      .filter(({ targets, name }) => targets.length > 0 && !idle.includes(name))
      .map(async ({ name, targets }) => {
        const period = { start: end - hours * 3600, end }
        const asked = targets.map(({ expr }) => client.queryRange(filled(expr.text, look), period, step))
        return (await Promise.all(asked)).every((series) => series.length === 0) ? name : ''
      }),
  )
  return empty.filter((name) => name !== '')
}

/** Series of the made-up day that no target goes on with. */
export async function endedSeries(client: PrometheusClient, model: Model, end: number): Promise<readonly string[]> {
  const ended: string[] = []
  for (const name of usedNames(model).keys()) {
    if (name.startsWith('ALERTS') || name.includes(':')) continue
    const before = await client.query(`last_over_time(${name}[5m] @ ${end})`)
    const now = new Set((await client.query(`last_over_time(${name}[1m])`)).map(({ metric }) => identity(metric)))
    ended.push(...before.flatMap(({ metric }) => (now.has(identity(metric)) ? [] : [`${name} ${identity(metric)}`])))
  }
  return ended
}

function filled(text: string, { rate, step, hours }: Look): string {
  return text
    .replaceAll('$__rate_interval', rate)
    .replaceAll('$__interval', `${step}s`)
    .replaceAll('$__range', `${hours}h`)
    .replace(/\$\{?([a-z_]+)(?::\w+)?\}?/g, '.*')
}

function identity(metric: Readonly<Record<string, string>>): string {
  return JSON.stringify(
    Object.entries(metric)
      .filter(([label]) => label !== '__name__' && !passing.includes(label))
      .sort(),
  )
}
