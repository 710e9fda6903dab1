import { describe, expect, it } from 'vitest'
import { redisMetrics as redis } from '../exporters/redis/metrics.ts'
import { deriveBoundaries } from '../src/cases/boundaries/derive-boundaries.ts'
import { coverageOf } from '../src/cases/coverage.ts'
import { resolveCases } from '../src/cases/resolve-cases.ts'
import { runCases } from '../src/cases/run-cases.ts'
import { findProgram } from '../src/engines/find-program.ts'
import { cases, changes, example, fires, given, quiet } from '../src/index.ts'
import { dpgModel } from './support/dpg-model.ts'

const suite = process.env.BELFRY_TEST_SUITE ?? ''
const promtool = await findProgram('promtool', { fetch: true, ...(suite === '' ? {} : { suite }) })
const model = dpgModel()

describe(`the cases of the stack in promtool ${promtool.version}`, () => {
  it('all hold, and so do those at the boundaries', { timeout: 300_000 }, async () => {
    const resolved = resolveCases(model)
    expect(resolved.problems).toEqual([])
    const derived = deriveBoundaries(resolved, model.catalog)
    expect(derived.cases.length).toBeGreaterThan(500)
    const { problems } = await runCases(promtool, [...resolved.cases, ...derived.cases])
    expect(problems).toEqual([])
  })

  it('leave nothing out', () => {
    expect(coverageOf(model, resolveCases(model)).problems).toEqual([])
  })

  it('are told apart when a derived one does not hold', { timeout: 60_000 }, async () => {
    const resolved = resolveCases(model)
    const own = resolved.cases.filter(({ alert }) => alert.name === 'RedisConnectedClientsHigh')
    const { cases: derived } = deriveBoundaries({ ...resolved, cases: own }, model.catalog)
    const turned = derived
      .filter(({ name }) => name.startsWith('just above'))
      .map((one) => ({
        ...one,
        expectations: one.expectations.map((expectation) => ({
          ...expectation,
          alerts: expectation.alerts.map((alert) => ({ ...alert, labels: { ...alert.labels, instance: 'other' } })),
        })),
      }))
    const { problems, failed } = await runCases(promtool, turned)
    expect([...failed]).toEqual(turned.map(({ id }) => id))
    expect(problems[0]?.hint).toBe('label instance: expected "other", got "cache:9121"')
  })
})

describe('a case that does not hold', () => {
  it('is told at its expectation, with what came in place of it', { timeout: 60_000 }, async () => {
    const text = {
      summary: 'Redis behind cache:9121 is up',
      description: 'The exporter cache:9121 cannot connect to Redis.',
    }
    const [spec] = cases(() => [
      example('RedisDown', 'says the wrong thing', {
        given: [given(redis.up, { instance: 'cache:9121' }, changes({ '0s': 1, '1m': 0 }))],
        expect: [quiet('2m'), fires('1m20s', text), fires('3m', text)],
      }),
    ])({})
    const resolved = resolveCases(model, spec === undefined ? [] : [spec])
    const { problems, failed } = await runCases(promtool, resolved.cases)
    expect([...failed]).toEqual(['RedisDown/1'])
    expect(problems.map(({ message }) => message)).toEqual([
      'RedisDown at 1m20s: it is quiet and should fire (says the wrong thing)',
      'RedisDown at 2m: it fires and should be quiet (says the wrong thing)',
      'RedisDown at 3m: it fires with other labels or annotations (says the wrong thing)',
    ])
    expect(problems[0]?.hint).toContain("by Belfry's own evaluation it fires from 1m30s to 3m")
    expect(problems[1]?.hint).toContain("by Belfry's own evaluation it fires from 1m30s to 3m")
    expect(problems[2]?.hint).toBe(
      'summary: expected "Redis behind cache:9121 is up", got "Redis behind cache:9121 is down"',
    )
    expect(problems.map(({ place }) => place)).toEqual([1, 0, 2].map((index) => spec?.expect[index]?.place))
  })
})
