import { describe, expect, it } from 'vitest'
import { readState } from './read-state.ts'
import { readPing, readRestore } from './read-status.ts'

const ident = (host: number) => ({
  id: `10.1.0.${host}:5432:12345`,
  zoneId: `zone${host}`,
  ip: `10.1.0.${host}`,
  pgUrl: `tcp://postgres@10.1.0.${host}:5432/postgres`,
  backupUrl: `http://10.1.0.${host}:12345`,
})

const zkstate = {
  generation: 7,
  primary: ident(101),
  sync: ident(102),
  async: [ident(103)],
  deposed: [ident(104)],
  initWal: '0/4405D30',
}

describe('the state of a peer', () => {
  it('knows the cluster, and the roles of all', () => {
    const state = readState({
      id: ident(102).id,
      role: 'sync',
      pending: ['pg retry'],
      zkstate,
      zkpeers: [ident(101), ident(102)],
    })
    expect(state).toMatchObject({ id: '10.1.0.102:5432:12345', pending: 1 })
    expect([...(state.active ?? [])]).toEqual([ident(101).id, ident(102).id])
    expect(state.cluster).toMatchObject({ generation: 7, frozen: false, singleton: false, errors: null })
    expect(state.cluster?.peers.map(({ role, postgresUp }) => [role, postgresUp])).toEqual([
      ['primary', null],
      ['sync', null],
      ['async', null],
      ['deposed', false],
    ])
  })

  it.each([
    [undefined, false, null],
    [null, false, null],
    [false, false, null],
    [true, true, null],
    [{ date: '2025-07-01T12:00:00Z', reason: 'upgrade' }, true, Date.parse('2025-07-01T12:00:00Z') / 1000],
    [{ reason: 'upgrade' }, true, null],
  ])('with freeze %j', (freeze, frozen, frozenAt) => {
    expect(readState({ zkstate: { ...zkstate, freeze } }).cluster).toMatchObject({ frozen, frozenAt })
  })

  it('in one-node-write mode has no sync', () => {
    const { cluster } = readState({
      zkstate: { ...zkstate, sync: null, async: [], deposed: [], oneNodeWriteMode: true },
    })
    expect(cluster).toMatchObject({ singleton: true, peers: [{ role: 'primary' }] })
  })

  it('takes the names of election nodes as well', () => {
    const { active } = readState({ zkstate, zkpeers: ['10.1.0.101:5432:12345-0000000015', 7, {}] })
    expect([...(active ?? [])]).toEqual(['10.1.0.101:5432:12345'])
  })

  it('may come before there is a cluster', () => {
    expect(readState({ id: 'a', role: 'unassigned', zkstate: null, zkpeers: [] })).toMatchObject({ cluster: null })
    expect(readState({ zkstate: {} })).toMatchObject({ id: null, cluster: null, active: null, pending: 0 })
  })

  it('must be there', () => {
    for (const wrong of [null, 1, 'x', [], {}]) expect(() => readState(wrong)).toThrow('zkstate')
  })
})

describe('the health of a peer', () => {
  it.each([
    [
      { healthy: true, error: null, lastCheck: 1_751_371_200_500 },
      { healthy: true, checkedAt: 1_751_371_200.5 },
    ],
    [
      { healthy: false, error: {}, lastCheck: 1000 },
      { healthy: false, checkedAt: 1 },
    ],
    [
      { healthy: null, error: null, lastCheck: null },
      { healthy: null, checkedAt: null },
    ],
    ['PG not inited', { healthy: false, checkedAt: null }],
  ])('%j', (answer, health) => {
    expect(readPing(answer)).toEqual(health)
  })

  it('must be there', () => {
    for (const wrong of [null, 1, [], {}]) expect(() => readPing(wrong)).toThrow('healthy')
  })
})

describe('the rebuild of a peer', () => {
  const job = { uuid: 'u', host: '10.1.0.101', port: 1234, dataset: 'zones/data/manatee' }
  it.each([
    [{}, { running: false, failed: false, sizeBytes: null, completedBytes: null }],
    [{ restore: null }, { running: false, failed: false, sizeBytes: null, completedBytes: null }],
    [{ restore: { ...job, done: false } }, { running: true, failed: false, sizeBytes: null, completedBytes: null }],
    [
      { restore: { ...job, done: 0, size: '5368709120', completed: '1073741824' } },
      { running: true, failed: false, sizeBytes: 5_368_709_120, completedBytes: 1_073_741_824 },
    ],
    [
      { restore: { ...job, done: true, size: '10', completed: '10' } },
      { running: false, failed: false, sizeBytes: 10, completedBytes: 10 },
    ],
    [
      { restore: { ...job, done: 'failed', size: '?' } },
      { running: false, failed: true, sizeBytes: null, completedBytes: null },
    ],
  ])('%j', (answer, restore) => {
    expect(readRestore(answer)).toEqual(restore)
  })

  it('must be there', () => {
    for (const wrong of [null, 1, 'x', []]) expect(() => readRestore(wrong)).toThrow('restore')
  })
})
