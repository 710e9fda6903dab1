import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { redisMetrics as redis } from '../exporters/redis/metrics.ts'
import type { AlertCase } from '../src/cases/alert-case.ts'
import type { Mutant } from '../src/cases/mutation/mutant.ts'
import { mutantsOf } from '../src/cases/mutation/mutants-of.ts'
import { type Fate, runMutants, type Suspect } from '../src/cases/mutation/run-mutants.ts'
import { mutated } from '../src/cases/mutation/variant.ts'
import { VerdictStore } from '../src/cases/mutation/verdict-store.ts'
import { renderAlertCases, testPath } from '../src/cases/render-cases.ts'
import { resolveCases } from '../src/cases/resolve-cases.ts'
import { findProgram } from '../src/engines/find-program.ts'
import { testPrometheusRules } from '../src/engines/promtool.ts'
import { changes, example, fires, given, quiet } from '../src/index.ts'
import { promql } from '../src/spec/promql.ts'
import { dpgModel } from './support/dpg-model.ts'

const suite = process.env.BELFRY_TEST_SUITE ?? ''
const promtool = await findProgram('promtool', { fetch: true, ...(suite === '' ? {} : { suite }) })
const model = dpgModel()
const at = { instance: 'cache:9121' } as const
const { cases } = resolveCases(model, [
  example('RedisDown', 'fires and resolves', {
    given: [given(redis.up, at, changes({ '0s': 1, '1m': 0, '3m': 1 }))],
    expect: [
      quiet('1m20s'),
      fires('1m30s', {
        summary: 'Redis behind cache:9121 is down',
        description: 'The exporter cache:9121 cannot connect to Redis.',
      }),
      quiet('3m10s'),
    ],
  }),
  example('RedisMemoryUsageCritical', 'is quiet below', {
    given: [given(redis.memoryMaxBytes, at, 1000), given(redis.memoryUsedBytes, at, 940)],
    expect: [quiet('6m')],
  }),
])
const suspects: readonly Suspect[] = cases.flatMap((one) =>
  [...one.recordings, one.alert].flatMap((rule) => mutantsOf(rule, '2.42').map((mutant) => ({ mutant, cases: [one] }))),
)

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const never = new AbortController().signal
const run = async (list: readonly Suspect[], signal = never) => {
  const store = await VerdictStore.open(join(folder, 'verdicts.json'))
  const result = await runMutants(list, { promtool, store, report: () => undefined, signal })
  await store.save({ forget: false })
  return result
}

/** The fate of a mutant whose rules stand alone in a file. */
async function fateAlone(mutant: Mutant, one: AlertCase): Promise<Fate> {
  const files = renderAlertCases([one], { stem: 'alone', ruleOf: (rule) => mutated(rule, mutant) })
  for (const { path, content } of files) await writeFile(join(folder, path), content)
  const { exitCode } = await testPrometheusRules({ promtool, folder }, [testPath('alone')])
  return exitCode === 0 ? 'survived' : 'killed'
}

describe(`mutants in promtool ${promtool.version}`, () => {
  it('meet the same fate side by side as each alone', { timeout: 120_000 }, async () => {
    const { fates, unsound } = await run(suspects)
    expect([...unsound]).toEqual([])
    expect(new Set(fates.values())).toEqual(new Set<Fate>(['killed', 'survived']))
    for (const { mutant, cases: own } of suspects) {
      const [one] = own
      if (one === undefined) throw new Error('no case')
      expect(`${mutant.id} ${fates.get(mutant)}`).toBe(`${mutant.id} ${await fateAlone(mutant, one)}`)
    }
  })

  it('are tried again only when their rule or their case is another', { timeout: 60_000 }, async () => {
    await run(suspects)
    expect((await run(suspects)).trials).toBe(0)
    const [first, ...others] = suspects
    if (first === undefined) throw new Error('no suspect')
    const { mutant } = first
    const changed = { ...mutant, rule: { ...mutant.rule, expr: promql`redis_up > 17` } }
    expect((await run([{ ...first, mutant: changed }, ...others])).trials).toBe(1)
  })

  it('that promtool cannot read take no other with them', { timeout: 60_000 }, async () => {
    const own = suspects.filter(({ mutant }) => mutant.original.name === 'RedisDown')
    const [first] = own
    if (first === undefined) throw new Error('no suspect')
    const { mutant } = first
    const broken = (text: string) => ({ ...mutant, rule: { ...mutant.rule, expr: { ...promql`x`, text } } })
    const list = [{ ...first, mutant: broken('redis_up >> 0') }, ...own, { ...first, mutant: broken('redis_up )') }]
    const { fates } = await run(list)
    expect(list.map((one) => fates.get(one.mutant))).toEqual(['refused', ...own.map(() => 'killed'), 'refused'])
  })

  it('that cannot be evaluated are killed, and the others judged', { timeout: 60_000 }, async () => {
    const own = suspects.filter(({ mutant }) => mutant.original.name === 'RedisDown')
    const [first] = own
    if (first === undefined) throw new Error('no suspect')
    const expr = promql`label_replace(redis_up, "a", "", "", "") * on () group_left () (redis_up or vector(1))`
    const list = [{ ...first, mutant: { ...first.mutant, rule: { ...first.mutant.rule, expr } } }, ...own]
    expect(new Set((await run(list)).fates.values())).toEqual(new Set(['killed']))
  })

  it('leave nothing behind when they are interrupted', { timeout: 60_000 }, async () => {
    vi.stubEnv('TMPDIR', folder)
    const interrupted = new AbortController()
    const store = await VerdictStore.open(join(folder, 'none.json'))
    const options = { promtool, store, report: () => undefined, signal: interrupted.signal }
    const running = runMutants(suspects, options)
    setTimeout(() => interrupted.abort(), 50)
    await expect(running).rejects.toThrow('promtool was stopped')
    expect((await readdir(folder)).filter((name) => name.startsWith('belfry-mutants-'))).toEqual([])
    vi.unstubAllEnvs()
  })
})
