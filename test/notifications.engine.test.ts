import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toYaml } from '../src/formats/yaml.ts'
import { alertmanagerClient } from '../src/live/alertmanager.ts'
import { formatMatcher, parseMatcher } from '../src/model/matcher.ts'
import type { Alertmanager, Inhibition, Matcher, Route } from '../src/model/model.ts'
import { silencersOf } from '../src/model/routing/inhibit-alert.ts'
import { matchesAll } from '../src/model/routing/match-alert.ts'
import { mutedBy } from '../src/model/routing/notify-alert.ts'
import { groupLabels } from '../src/model/routing/route-alert.ts'
import type { Labels } from '../src/spec/labels.ts'
import type { TimeInterval } from '../src/spec/notify.ts'
import { type Child, startChild, until } from './support/child.ts'
import { engineProgram } from './support/engine-program.ts'
import { freePort } from './support/free-port.ts'
import { somewhere, testRoute } from './support/model.ts'
import { type NotificationSink, startNotificationSink } from './support/notification-sink.ts'

const alertmanager = await engineProgram('alertmanager').catch(() => null)
const seed = 5

const label = fc.constantFrom('a', 'b', 'c')
const matcher: fc.Arbitrary<Matcher> = fc.oneof(
  fc.record({ label, operator: fc.constantFrom('=' as const, '!=' as const), value: fc.constantFrom('', 'x', 'y') }),
  fc.record({
    label,
    operator: fc.constantFrom('=~' as const, '!~' as const),
    value: fc.constantFrom('x|y', '.+', 'z?'),
  }),
)
const side = fc.array(matcher, { minLength: 1, maxLength: 2 })
const inhibitions: readonly Inhibition[] = fc.sample(
  fc
    .record({ source: side, target: side, equal: fc.uniqueArray(fc.constantFrom('b', 'c', 'd'), { maxLength: 2 }) })
    .map((one) => ({ ...one, because: 'By chance.', allow: {}, place: somewhere })),
  { numRuns: 40, seed },
)
const value = fc.constantFrom('x', 'y', 'z')

/** Inhibitions are tried one by one: a label of its own keeps the alerts of each apart from those of the others. */
const families: readonly (readonly Labels[])[] = inhibitions.map((_, index) =>
  fc
    .sample(fc.record({ a: value, b: value, c: value, d: value }, { requiredKeys: [] }), {
      numRuns: 16,
      seed: seed + index,
    })
    .map((labels, number) => ({ ...labels, alertname: `I${number}`, family: `f${index}` })),
)
const within = (index: number): Inhibition => {
  const { source, target, ...rest } = inhibitions[index] as Inhibition
  const own = parseMatcher(`family="f${index}"`)
  return { ...rest, source: [...source, own], target: [...target, own] }
}

const weekday = fc.constantFrom('sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday')
const span = (range: fc.Arbitrary<number>, write: (number: number) => string) =>
  fc.tuple(range, range).map(([one, other]) => `${write(Math.min(one, other))}:${write(Math.max(one, other))}`)
const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
const interval: fc.Arbitrary<TimeInterval> = fc.record(
  {
    times: fc.array(
      fc
        .tuple(fc.nat(1439), fc.nat(1439))
        .map(([one, other]) => ({ startTime: clock(Math.min(one, other)), endTime: clock(Math.max(one, other) + 1) })),
      { minLength: 1, maxLength: 2 },
    ),
    weekdays: fc.array(weekday, { minLength: 1, maxLength: 5 }),
    daysOfMonth: fc.array(
      fc.oneof(
        span(fc.integer({ min: 1, max: 31 }), String),
        span(fc.integer({ min: -28, max: -1 }), String),
        fc.integer({ min: 1, max: 31 }).map(String),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    months: fc.array(
      fc.oneof(span(fc.integer({ min: 1, max: 12 }), String), fc.constantFrom('november', 'january:june')),
      { minLength: 1, maxLength: 3 },
    ),
    years: fc.constantFrom(['2020:2100'], ['2020:2024'], ['2026']),
    location: fc.constantFrom(
      'UTC',
      'Asia/Tokyo',
      'America/New_York',
      'Pacific/Apia',
      'Asia/Kathmandu',
      'Europe/Berlin',
    ),
  },
  { requiredKeys: [] },
)
const timings: Alertmanager['muteTimings'] = fc
  .sample(fc.array(interval, { minLength: 1, maxLength: 2 }), { numRuns: 60, seed })
  .map((intervals, index) => ({ name: `timing-${index}`, intervals, place: somewhere }))
/** Every other timing mutes, and the others are the only time. */
const timedRoutes: readonly Route[] = timings.map(({ name }, index) =>
  testRoute({
    receiver: `timed-${index}`,
    matchers: [parseMatcher(`alertname="T${index}"`)],
    ...(index % 2 === 0 ? { muteTimings: [name] } : { activeTimings: [name] }),
  }),
)
const groupings: readonly (readonly string[])[] = [['...'], ['a', 'b'], ['alertname', 'missing'], ['d']]
const groupRoutes: readonly Route[] = groupings.map((groupBy, index) =>
  testRoute({ receiver: `grouped-${index}`, matchers: [parseMatcher(`family="f${index}"`)], groupBy }),
)

// A machine that tests for others must have it.
describe.skipIf(alertmanager === null && process.env.CI === undefined)('a real Alertmanager', () => {
  let folder: string
  let child: Child
  let sink: NotificationSink
  let url: string

  beforeAll(async () => {
    if (alertmanager === null) throw new Error('Alertmanager is not there')
    folder = await mkdtemp(join(tmpdir(), 'belfry-notifications-'))
    sink = await startNotificationSink()
    url = `http://127.0.0.1:${await freePort()}`
    await writeFile(join(folder, 'alertmanager.yml'), toYaml(configuration(sink.url)))
    const address = `--web.listen-address=${new URL(url).host}`
    const files = [`--config.file=${join(folder, 'alertmanager.yml')}`, `--storage.path=${join(folder, 'data')}`]
    child = startChild(alertmanager.path, [...files, address, '--cluster.listen-address='], {
      env: { ...process.env, ...alertmanager.env },
    })
    await until('Alertmanager', () => alertmanagerClient({ url }).ready()).catch((error) => {
      throw new Error(`${error.message}: ${child.output()}`)
    })
  }, 60_000)

  afterAll(async () => {
    await child?.stop()
    await sink?.close()
    await rm(folder, { recursive: true, force: true })
  })

  it(`silences by ${inhibitions.length} inhibitions what the evaluator says`, { timeout: 60_000 }, async () => {
    const client = alertmanagerClient({ url })
    const firing = families.flat()
    await client.postAlerts(firing.map((labels) => ({ labels })))
    const ours = async () => (await client.alerts()).filter(({ labels }) => labels.family !== undefined)
    const silencedAtLeast = families.flatMap((family, index) =>
      family.filter(
        (labels) =>
          silencersOf(labels, [within(index)], firing).length > 0 && !isOverlooked(labels, within(index), firing),
      ),
    ).length
    // What the inhibitor hears of comes a moment after the answer.
    const heard = async () =>
      (await ours()).filter(({ status }) => status.inhibitedBy.length > 0).length >= silencedAtLeast
    await until('the inhibitor', heard).catch(() => {})
    const found = await ours()
    const byFingerprint = new Map(found.map((one) => [one.fingerprint, one.labels]))
    let silenced = 0
    for (const [index, family] of families.entries())
      for (const labels of family) {
        const told = found.find((one) => sameLabels(one.labels, labels))
        const sources = silencersOf(labels, [within(index)], firing).map(({ source }) => source)
        const named = (told?.status.inhibitedBy ?? []).map((one) => byFingerprint.get(one) ?? {})
        const about = `${JSON.stringify(labels)} under ${JSON.stringify(inhibitions[index])}`
        if (!isOverlooked(labels, within(index), firing)) expect(named.length > 0, about).toBe(sources.length > 0)
        // Old versions name one source of a rule only.
        for (const one of named)
          expect(
            sources.some((source) => sameLabels(source, one)),
            about,
          ).toBe(true)
        if (sources.length > 0) silenced += 1
      }
    expect(silenced).toBeGreaterThan(40)
    expect(silenced).toBeLessThan(firing.length - 40)
  })

  it('groups by the labels that the evaluator says', async () => {
    const groups = (await (await fetch(`${url}/api/v2/alerts/groups`)).json()) as {
      labels: Labels
      receiver: { name: string }
      alerts: { labels: Labels }[]
    }[]
    for (const [index, route] of groupRoutes.entries()) {
      const own = groups.filter(({ receiver }) => receiver.name === route.receiver)
      for (const labels of families[index] ?? []) {
        const group = own.find(({ alerts }) => alerts.some((one) => sameLabels(one.labels, labels)))
        expect(group?.labels).toEqual(groupLabels(route, labels))
      }
    }
  })

  it(`keeps back by ${timings.length} timings what the evaluator says`, { timeout: 60_000 }, async () => {
    const expected = (moment: number) =>
      timedRoutes.map((route) => mutedBy(route, { muteTimings: timings }, moment).length > 0)
    const before = expected(Date.now())
    await alertmanagerClient({ url }).postAlerts(
      timedRoutes.map((_, index) => ({ labels: { alertname: `T${index}` } })),
    )
    const told = (index: number) => sink.bodies.has(`/timed-${index}`)
    // All groups wait equally long: when those have come that have to, the others would have come as well.
    await until('what is not muted', async () => before.every((muted, index) => muted || told(index))).catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 500))
    const after = expected(Date.now())
    for (const [index, { intervals }] of timings.entries()) {
      // A minute may have begun meanwhile that matters to one of them.
      if (before[index] !== after[index]) continue
      expect(told(index), JSON.stringify(intervals)).toBe(!before[index])
    }
    expect(before.filter(Boolean).length).toBeGreaterThan(10)
    expect(before.filter((one) => !one).length).toBeGreaterThan(10)
  })
})

/**
 * Newer versions remember one source for each set of equal labels. When that one is a target as well, they overlook that
 * another is not.
 */
function isOverlooked(labels: Labels, { source, target, equal }: Inhibition, firing: readonly Labels[]): boolean {
  if (alertmanager === null || Number(alertmanager.version.split('.')[1]) < 28 || !matchesAll(source, labels))
    return false
  return firing.some(
    (one) =>
      matchesAll([...source, ...target], one) && equal.every((name) => (one[name] ?? '') === (labels[name] ?? '')),
  )
}

function sameLabels(one: Labels, other: Labels): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every((name) => one[name] === other[name])
}

function configuration(sinkUrl: string): object {
  const timed = timedRoutes.map(({ receiver, matchers, muteTimings, activeTimings }) => ({
    receiver,
    matchers: matchers.map(formatMatcher),
    ...(muteTimings.length > 0 && { mute_time_intervals: muteTimings }),
    ...(activeTimings.length > 0 && { active_time_intervals: activeTimings }),
  }))
  const grouped = groupRoutes.map(({ receiver, matchers, groupBy }) => ({
    receiver,
    matchers: matchers.map(formatMatcher),
    group_by: groupBy,
  }))
  return {
    route: { receiver: 'nobody', group_by: ['alertname'], group_wait: '0s', routes: [...timed, ...grouped] },
    receivers: [
      { name: 'nobody' },
      ...grouped.map(({ receiver }) => ({ name: receiver })),
      ...timed.map(({ receiver }) => ({ name: receiver, webhook_configs: [{ url: `${sinkUrl}/${receiver}` }] })),
    ],
    inhibit_rules: inhibitions.map((_, index) => {
      const { source, target, equal } = within(index)
      return { source_matchers: source.map(formatMatcher), target_matchers: target.map(formatMatcher), equal }
    }),
    time_intervals: timings.map(({ name, intervals }) => ({
      name,
      time_intervals: intervals.map(({ daysOfMonth, times, ...rest }) => ({
        ...rest,
        ...(daysOfMonth !== undefined && { days_of_month: daysOfMonth }),
        ...(times !== undefined && {
          times: times.map((one) => ({ start_time: one.startTime, end_time: one.endTime })),
        }),
      })),
    })),
  }
}
