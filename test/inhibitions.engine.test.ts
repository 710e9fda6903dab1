import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toYaml } from '../src/formats/yaml.ts'
import { alertmanagerClient } from '../src/live/alertmanager.ts'
import { formatMatcher, parseMatcher } from '../src/model/matcher.ts'
import type { Inhibition, Matcher } from '../src/model/model.ts'
import { silencersOf } from '../src/model/routing/inhibit-alert.ts'
import { matchesAll } from '../src/model/routing/match-alert.ts'
import type { Labels } from '../src/spec/labels.ts'
import { type Child, startChild, until } from './support/child.ts'
import { engineProgram } from './support/engine-program.ts'
import { freePort } from './support/free-port.ts'
import { somewhere } from './support/model.ts'

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

const configuration = {
  route: { receiver: 'nobody', group_by: ['alertname'], group_wait: '0s' },
  receivers: [{ name: 'nobody' }],
  inhibit_rules: inhibitions.map((_, index) => {
    const { source, target, equal } = within(index)
    return { source_matchers: source.map(formatMatcher), target_matchers: target.map(formatMatcher), equal }
  }),
}

// A machine that tests for others must have it.
describe.skipIf(alertmanager === null && process.env.CI === undefined)('a real Alertmanager', () => {
  let folder: string
  let child: Child
  let url: string

  beforeAll(async () => {
    if (alertmanager === null) throw new Error('Alertmanager is not there')
    folder = await mkdtemp(join(tmpdir(), 'belfry-notifications-'))
    url = `http://127.0.0.1:${await freePort()}`
    await writeFile(join(folder, 'alertmanager.yml'), toYaml(configuration))
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
        const sources = silencersOf(labels, [within(index)], firing)
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
