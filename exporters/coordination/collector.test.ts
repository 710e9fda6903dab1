import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CollectorSetup, CollectPart, Redis } from '#belfry'
import { createSampleSet } from '../../src/exporter/sample-set.ts'
import { coordinationCollector } from './collector.ts'
import { activityKey, escalationKey, heartbeatKey, stateKey } from './keys.ts'

let keys: Map<string, string>
/** Keys that expire between being found and being read. */
let expiring: Set<string>
let asked: string[]
let call: Redis['call']

beforeEach(() => {
  keys = new Map()
  expiring = new Set()
  asked = []
  call = async (command, args) => {
    asked.push(command)
    if (command === 'MGET')
      return args.map((key) => (expiring.has(String(key)) ? null : (keys.get(String(key)) ?? null)))
    if (command !== 'SCAN') throw new Error(`unexpected ${command}`)
    return scan(Number(args[0]), String(args[2]))
  }
})

/** Two keys a step, and the first ones again at the end, as Redis may. */
function scan(cursor: number, match: string): readonly [string, readonly string[]] {
  const pattern = new RegExp(`^${match.replaceAll('*', '[^]*')}$`)
  const all = [...keys.keys(), ...[...keys.keys()].slice(0, 3)]
  const next = cursor + 2 >= all.length ? 0 : cursor + 2
  return [String(next), all.slice(cursor, cursor + 2).filter((key) => pattern.test(key))]
}

const ago = (seconds: number) => Date.now() - seconds * 1000

function coordinator(swarm: string, id: string, fields: Readonly<Record<string, unknown>> = {}): void {
  const value = { status: 'waiting', startTime: ago(10), signalType: 'completion', iteration: 1, phase: 'auth' }
  const names = { swarmId: swarm, coordinatorId: id, timestamp: Date.now() }
  keys.set(stateKey(swarm, id), JSON.stringify({ ...value, ...names, ...fields }))
}

function heartbeat(id: string, seconds: number): void {
  const value = {
    coordinatorId: id,
    lastHeartbeat: ago(seconds),
    sequence: 7,
    iteration: 1,
    metadata: { phase: 'auth' },
  }
  keys.set(heartbeatKey(id), JSON.stringify(value))
}

function escalation(id: string, swarmId: string, timestamp: number): void {
  const value = { deadCoordinatorId: id, swarmId, timestamp, reason: 'coordinator_timeout', status: 'escalated' }
  keys.set(escalationKey(id), JSON.stringify(value))
}

function collector(options: Readonly<Record<string, unknown>> = {}) {
  const redis: Redis = { host: 'fake', call: (...all) => call(...all), database: () => redis, close: async () => {} }
  const setup = { options: coordinationCollector.options.parse(options), redis } as CollectorSetup<unknown>
  const part = coordinationCollector.create(setup).parts[''] as { readonly collect: CollectPart }
  return async () => {
    const set = createSampleSet(5000)
    await part.collect({ sample: set.sample, signal: AbortSignal.timeout(5000) })
    expect(set.dropped().size).toBe(0)
    const families = new Map(set.snapshot().families.map(({ family, series }) => [family.name, series]))
    return (name: string, labels: Readonly<Record<string, string>> = {}) => {
      const found = (families.get(name) ?? []).filter((one) =>
        Object.entries(labels).every(([key, value]) => one.labels[key] === value),
      )
      return found.length === 0 ? null : found.reduce((sum, { value }) => sum + value, 0)
    }
  }
}

describe('the coordination collector', () => {
  it('counts two coordinators of one label set as two, and knows which are active', async () => {
    coordinator('s1', 'a')
    coordinator('s1', 'b')
    coordinator('s1', 'c', { status: 'complete' })
    coordinator('s2', 'a', { status: 'timeout', phase: undefined })
    coordinator('s2', 'd', { status: 'active' })
    const value = await collector()()
    const total = 'blocking_coordinators_total'
    expect(value(total, { swarm_id: 's1', phase: 'auth', status: 'waiting' })).toBe(2)
    expect(value(total, { status: 'waiting' })).toBe(2)
    expect(value(total, { swarm_id: 's1', status: 'complete' })).toBe(1)
    expect(value(total, { swarm_id: 's2', phase: 'unknown', status: 'timeout' })).toBe(1)
    expect(value(total, { swarm_id: 's2', status: 'unknown' })).toBe(1)
    expect(asked).not.toContain('KEYS')
  })

  it('is 0 and not nothing while nobody waits', async () => {
    const value = await collector()()
    expect(value('blocking_coordinators_total', { status: 'waiting' })).toBe(0)
    expect(value('blocking_heartbeats', { health: 'stale' })).toBe(0)
    expect(value('blocking_escalations_total')).toBe(0)
    expect(value('blocking_oldest_wait_seconds')).toBeNull()
  })

  it('sees a stuck coordinator while it is stuck', async () => {
    coordinator('s1', 'stuck', { startTime: ago(4000) })
    coordinator('s1', 'fresh', { startTime: ago(5) })
    coordinator('s1', 'done', { status: 'failed', startTime: ago(9000) })
    coordinator('s1', 'ahead', { startTime: Date.now() + 60_000 })
    const value = await collector()()
    expect(value('blocking_oldest_wait_seconds', { swarm_id: 's1', phase: 'auth' })).toBeCloseTo(4000, 0)
    expect(value('blocking_coordinator_wait_seconds', { coordinator_id: 'stuck' })).toBeCloseTo(4000, 0)
    expect(value('blocking_coordinator_wait_seconds', { coordinator_id: 'ahead' })).toBe(0)
    expect(value('blocking_coordinator_wait_seconds', { coordinator_id: 'done' })).toBeNull()
  })

  it('judges the heartbeats of waiting coordinators only', async () => {
    for (const [id, seconds] of Object.entries({ fine: 10, late: 90, stale: 200 })) {
      coordinator('s1', id)
      heartbeat(id, seconds)
    }
    coordinator('s1', 'new', { startTime: ago(20) })
    coordinator('s1', 'silent', { startTime: ago(500) })
    coordinator('s1', 'done', { status: 'complete' })
    heartbeat('done', 250)
    keys.set(activityKey('fine'), JSON.stringify({ coordinatorId: 'fine', lastActivity: ago(40), iteration: 1 }))
    const value = await collector()()
    const health = (name: string) => value('blocking_heartbeats', { health: name })
    expect([health('healthy'), health('warning'), health('stale'), health('missing')]).toEqual([2, 1, 1, 1])
    expect(value('blocking_heartbeat_age_seconds', { coordinator_id: 'stale' })).toBeCloseTo(200, 0)
    expect(value('blocking_heartbeat_age_seconds', { coordinator_id: 'done' })).toBeNull()
    expect(value('blocking_activity_age_seconds', { coordinator_id: 'fine' })).toBeCloseTo(40, 0)
  })

  it('counts escalations as they appear, and not those of before', async () => {
    escalation('old', 's1', 1)
    const collect = collector()
    expect((await collect())('blocking_escalations_total')).toBe(0)
    escalation('x', 's1', 2)
    escalation('y', 's2', 2)
    const value = await collect()
    expect(value('blocking_escalations_total')).toBe(2)
    expect(value('blocking_escalated_coordinators', { swarm_id: 's1' })).toBe(2)
    escalation('x', 's1', 3)
    keys.delete(escalationKey('y'))
    expect((await collect())('blocking_escalations_total')).toBe(3)
  })

  it('gives names beyond the limits one series together, and lets nobody lose a slot', async () => {
    for (const id of ['a', 'b', 'c']) coordinator('big', id)
    coordinator('small', 'd', { phase: 'test' })
    const collect = collector({ maxSwarms: 1, maxPhases: 1, maxCoordinators: 2 })
    const value = await collect()
    const total = 'blocking_coordinators_total'
    expect(value(total, { swarm_id: 'big', phase: 'auth' })).toBe(3)
    expect(value(total, { swarm_id: 'other', phase: 'other' })).toBe(1)
    for (const id of ['e', 'f', 'g', 'h']) coordinator('small', id, { phase: 'test' })
    const later = await collect()
    expect(later(total, { swarm_id: 'big', phase: 'auth' })).toBe(3)
    expect(later(total, { swarm_id: 'other', phase: 'other' })).toBe(5)
    expect(later(total, { status: 'waiting' })).toBe(8)
  })

  it('shows the coordinators that have waited longest when there are more than it may', async () => {
    for (let n = 1; n <= 20; n += 1) coordinator('s1', `c${n}`, { startTime: ago(n * 100) })
    const value = await collector({ maxCoordinators: 3 })()
    const wait = (id: string) => value('blocking_coordinator_wait_seconds', { coordinator_id: id })
    expect([wait('c20'), wait('c19'), wait('c18')].map((one) => Math.round(one ?? 0))).toEqual([2000, 1900, 1800])
    expect(wait('c17')).toBeNull()
  })

  it('tolerates bad JSON, wrong kinds and keys that expire under it, and says how many it could not read', async () => {
    coordinator('s1', 'good')
    coordinator('s1', 'gone')
    expiring.add(stateKey('s1', 'gone'))
    const bad = ['{', 'null', '[]', '"waiting"', 'x'.repeat(70_000)]
    for (const [index, text] of bad.entries()) keys.set(stateKey('s1', `bad${index}`), text)
    keys.set(heartbeatKey('good'), '{"lastHeartbeat":"yesterday"}')
    keys.set(activityKey('good'), 'nonsense')
    keys.set(escalationKey('x'), '{"a":')
    const value = await collector()()
    expect(value('blocking_coordinators_total', { status: 'waiting' })).toBe(1)
    expect(value('blocking_unreadable_keys', { kind: 'state' })).toBe(bad.length)
    expect(value('blocking_unreadable_keys', { kind: 'heartbeat' })).toBe(1)
    expect(value('blocking_unreadable_keys', { kind: 'activity' })).toBe(1)
    expect(value('blocking_unreadable_keys', { kind: 'escalation' })).toBe(1)
  })

  it('fails, and does not hang, when Redis breaks off in the middle', async () => {
    for (let n = 0; n < 10; n += 1) coordinator('s1', `c${n}`)
    const whole = call
    call = async (command, args, signal) => {
      if (asked.length > 4) throw new Error('connection lost')
      return whole(command, args, signal)
    }
    await expect(collector()()).rejects.toThrow('connection lost')
    call = async () => 'nonsense'
    await expect(collector()()).rejects.toThrow('SCAN')
  })

  it('survives any JSON under any name, and stays within its limits', async () => {
    const limits = { maxSwarms: 4, maxPhases: 3, maxCoordinators: 5 }
    const status = fc.constantFrom('waiting', 'complete', 'failed', 'timeout', 'active')
    const likely = fc.record(
      {
        status: fc.oneof(status, fc.jsonValue()),
        phase: fc.oneof(fc.string(), fc.jsonValue()),
        startTime: fc.oneof(fc.double(), fc.nat(), fc.jsonValue()),
      },
      { requiredKeys: [] },
    )
    const text = fc.oneof(
      likely.map((one) => JSON.stringify(one)),
      fc.json(),
      fc.string(),
    )
    const entry = fc.tuple(
      fc.string({ minLength: 1 }),
      fc.string({ minLength: 1 }),
      text,
      fc.option(text),
      fc.option(text),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 25 }), async (entries) => {
        keys.clear()
        for (const [swarm, id, state, beat, mark] of entries) {
          keys.set(stateKey(swarm, id), state)
          if (beat !== null) keys.set(heartbeatKey(id), beat)
          if (mark !== null) keys.set(escalationKey(id), mark)
        }
        const value = await collector(limits)()
        const total = value('blocking_coordinators_total') ?? 0
        const unreadable = value('blocking_unreadable_keys', { kind: 'state' }) ?? 0
        const states = [...keys.keys()].filter((key) => /^swarm:.+?:blocking:.+$/s.test(key))
        expect(total + unreadable).toBe(states.length)
        expect(value('blocking_heartbeats')).toBe(value('blocking_coordinators_total', { status: 'waiting' }))
      }),
      { numRuns: 200, seed: 42 },
    )
  })
})
