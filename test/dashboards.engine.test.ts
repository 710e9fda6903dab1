import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Model } from '../src/model/model.ts'
import { resolve } from '../src/model/resolve.ts'
import stack from '../stack/stack.ts'
import { until } from './support/child.ts'
import { startWatchedStack, type WatchedStack } from './support/watched-stack.ts'

/** Set to try the dashboards with the engines of another Debian suite. */
const suite = process.env.BELFRY_TEST_SUITE ?? ''

/** Panels of which some query has no data in a healthy stack without replicas, with the reason. */
const mayBeEmpty: Readonly<Record<string, string>> = {
  'postgres / Replication lag': 'no replica is attached',
  'postgres / Lag by replica': 'no replica is attached',
  'postgres / Streaming': 'no replica is attached',
  'postgres / WAL not yet applied': 'no replica is attached',
  'postgres / WAL held back by slots': 'no slot exists',
  'ruvector / Index builds': 'elapsed: no index is being built',
}

const model = resolveModel()
const queries = model.dashboards.flatMap((dashboard) =>
  dashboard.rows.flatMap((row) =>
    row.panels.flatMap((panel) =>
      panel.targets.map((target) => ({
        name: `${dashboard.key} / ${panel.title} / ${target.legend || target.refId}`,
        panel: `${dashboard.key} / ${panel.title}`,
        expr: interpolate(
          target.expr.text,
          dashboard.variables.map(({ name }) => name),
        ),
      })),
    ),
  ),
)

let watched: WatchedStack

beforeAll(async () => {
  watched = await startWatchedStack(model, suite)
  await until('every target', async () => (await values('count(up == 1)'))[0] === String(watched.targets), 60_000)
  // A rate needs two scrapes, and probes and notifications need their first rounds.
  await until('a dozen scrapes', async () => Number((await values('min(sum_over_time(up[1m]))'))[0]) >= 12, 60_000)
  await until(
    'a notification',
    async () => Number((await values('sum(rate(alertmanager_notifications_total[10s]))'))[0]) > 0,
    60_000,
  )
  // Workers coordinate when something happens to them.
  await switchScenario('orchestrator', 'crash-looping workers')
  const coordinated = 'sum(increase(pupsourcing_orchestrator_coordination_duration_seconds_count[1m]))'
  await until('a coordination', async () => Number((await values(coordinated))[0]) > 0, 60_000)
  await switchScenario('orchestrator', 'healthy')
}, 300_000)

afterAll(() => watched?.stop(), 60_000)

describe('dashboards on a running stack', () => {
  it.each(queries)('$name shows data', async ({ panel, expr }) => {
    const found = await values(expr)
    if (panel in mayBeEmpty) return
    expect(
      found.filter((value) => value !== 'NaN'),
      expr,
    ).not.toEqual([])
  })

  it.each(model.dashboards.flatMap((one) => one.variables.map((variable) => ({ key: one.key, variable }))))(
    '$key: variable $variable.name has values',
    async ({ variable }) => {
      if (variable.type !== 'query') return
      const [, selector = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(variable.query.text) ?? []
      const answer = await ask(`label/${label}/values`, { 'match[]': selector })
      expect(answer).not.toEqual([])
    },
  )
})

/** As Grafana would, with All chosen everywhere. */
function interpolate(expr: string, variables: readonly string[]): string {
  const values: Record<string, string> = {
    __rate_interval: '10s',
    __range: '1m',
    __interval: '5s',
    ...Object.fromEntries(variables.map((name) => [name, '.*'])),
  }
  return expr.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => values[name] ?? whole)
}

async function switchScenario(system: string, scenario: string): Promise<void> {
  const body = JSON.stringify({ system, scenario })
  const headers = { 'content-type': 'application/json' }
  const { status } = await fetch(`${watched.simulators}/api/scenario`, { method: 'POST', headers, body })
  expect(status).toBe(200)
}

async function values(expr: string): Promise<readonly string[]> {
  const { result, resultType } = (await ask('query', { query: expr })) as {
    resultType: string
    result: readonly { value: readonly [number, string] }[] | readonly [number, string]
  }
  return resultType === 'scalar'
    ? [String(result[1])]
    : (result as readonly { value: readonly [number, string] }[]).map(({ value }) => value[1])
}

async function ask(path: string, parameters: Record<string, string>): Promise<unknown> {
  const response = await fetch(`${watched.url}/api/v1/${path}?${new URLSearchParams(parameters)}`)
  const answer = (await response.json()) as { status: string; error?: string; data: unknown }
  if (answer.status !== 'success') throw new Error(`${answer.error}: ${JSON.stringify(parameters)}`)
  return answer.data
}

function resolveModel(): Model {
  const { model: resolved, problems } = resolve(stack, {
    environment: 'local',
    placement: { kind: 'native', stateDir: '/nowhere', configDir: '/nowhere', portOffset: 0 },
    runbooks: [],
    runbookLayout: '',
  })
  if (resolved === null) throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return resolved
}
