import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Postgres } from '../../src/exporter/postgres.ts'
import { createSampleSet } from '../../src/exporter/sample-set.ts'
import { createGrowth } from './growth.ts'
import { alsoFromApplication, instrumentedApplication, orchestratorState, projectionState } from './metrics.ts'
import { orchestratorOptions } from './options.ts'
import { projections } from './projections.ts'
import { replicaSets } from './replica-sets.ts'
import { workers } from './workers.ts'

const options = orchestratorOptions.parse({ replicaSets: ['expected'] })
const signal = new AbortController().signal

/** A database that answers one statement after the other with these rows, again and again. */
function answering(...answers: readonly (readonly object[])[]): Postgres {
  let asked = 0
  const self: Postgres = {
    host: 'fake',
    query: async <R extends object>() => (answers[asked++ % answers.length] ?? []) as readonly R[],
    database: () => self,
    close: async () => {},
  }
  return self
}

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '"', '\\', '\n', '\0', '__proto__', 'a"}\n# x'),
)
const number = fc.oneof(fc.integer({ min: 0 }), fc.double(), fc.constant(null))
const count = fc.nat()

const replicaSetRow = fc.record({
  replica_set: text,
  generations: count,
  partitions: number,
  created: number,
  registered: count,
  assignments: count,
  active: count,
  stale: count,
  unassigned: count,
  assigned: count,
})
const workerRow = fc.record({
  id: text,
  replica_set: text,
  state: fc.oneof(text, fc.constantFrom('running', 'stopped', 'pending')),
  age: number,
  started: number,
})
const projectionRow = fc.record({ projection: text, position: number, updated: number })

it('makes of any rows series of its own families, with numbers only, and never falls over', async () => {
  const known = new Set(
    [...Object.values(orchestratorState), ...Object.values(projectionState)].map(({ name }) => name),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(replicaSetRow, { maxLength: 5 }),
      fc.array(workerRow, { maxLength: 8 }),
      fc.array(projectionRow, { maxLength: 5 }),
      number,
      async (setRows, workerRows, projectionRows, newest) => {
        const parts = [
          replicaSets(answering(setRows), options),
          workers(answering(workerRows, workerRows.toReversed()), options),
          projections(answering(projectionRows, [{ newest }]), options),
        ]
        const set = createSampleSet(100)
        for (const part of [...parts, ...parts]) await part({ sample: set.sample, signal })
        for (const { family, series } of set.snapshot().families) {
          expect(known).toContain(family.name)
          for (const { labels, value } of series) {
            expect(Object.keys(labels)).toEqual([...family.labels])
            expect(Number.isNaN(value)).toBe(false)
          }
        }
      },
    ),
    { seed: 42 },
  )
})

it('never lets a counter fall, whatever becomes of the rows', () => {
  fc.assert(
    fc.property(fc.array(count, { minLength: 1 }), (rows) => {
      const grow = createGrowth()
      const totals = rows.map((one) => grow('main', one))
      expect(totals.every((total, index) => total >= (totals[index - 1] ?? 0))).toBe(true)
      expect(totals[0]).toBe(rows[0])
    }),
    { seed: 42 },
  )
})

it('shares no family between the tables and what is kept of the application', () => {
  const kept = Object.values(instrumentedApplication).map(({ name }) => name)
  expect(kept.filter((name) => alsoFromApplication.includes(name))).toEqual([])
})

it('takes no option that it does not know, and no duration that is none', () => {
  expect(orchestratorOptions.safeParse({ tabels: {} }).success).toBe(false)
  expect(orchestratorOptions.safeParse({ staleAfter: '0s' }).success).toBe(false)
  expect(orchestratorOptions.parse({ staleAfter: '1m' }).staleAfter).toBe(60_000)
})
