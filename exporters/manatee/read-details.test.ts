import { describe, expect, it } from 'vitest'
import type { Peer } from './cluster.ts'
import { readDetails } from './read-details.ts'

const id = (host: number) => `10.1.0.${host}:5432:12345`
const [one, two, three, four] = [id(101), id(102), id(103), id(104)] as const

function peer(host: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  const ip = `10.1.0.${host}`
  return {
    pgp_label: `zone${host}`,
    pgp_ident: {
      id: id(host),
      ip,
      pgUrl: `tcp://postgres@${ip}:5432/postgres`,
      zoneId: `zone${host}-b0b1-4c3e`,
      backupUrl: `http://${ip}:12345`,
    },
    pgp_pgerr: null,
    pgp_repl: null,
    pgp_lag: null,
    ...more,
  }
}

function connection(host: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    pid: 4711,
    application_name: `tcp://postgres@10.1.0.${host}:5432/postgres`,
    client_addr: `10.1.0.${host}`,
    state: 'streaming',
    sent_lsn: '3/12345678',
    write_lsn: '3/12345678',
    flush_lsn: '3/12345678',
    replay_lsn: '3/12345000',
    sync_state: 'sync',
    ...more,
  }
}

function details(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    pgs_peers: {
      [one]: peer(101, { pgp_repl: connection(102) }),
      [two]: peer(102, { pgp_repl: connection(103, { sync_state: 'async' }), pgp_lag: { minutes: 0, seconds: 1 } }),
      [three]: peer(103, { pgp_lag: { hours: 1, minutes: 5, seconds: 42 } }),
    },
    pgs_generation: 42,
    pgs_initwal: '3/10000000',
    pgs_primary: one,
    pgs_sync: two,
    pgs_asyncs: [three],
    pgs_deposed: [],
    pgs_frozen: false,
    pgs_freeze_reason: null,
    pgs_freeze_time: null,
    pgs_singleton: false,
    pgs_errors: [],
    pgs_warnings: [],
    ...more,
  }
}

const peersOf = (value: unknown): Readonly<Record<string, Peer>> =>
  Object.fromEntries(readDetails(value).peers.map((one) => [one.id, one]))
const position = 3 * 2 ** 32

describe('the cluster details', () => {
  it('of a healthy shard', () => {
    expect(readDetails(details())).toMatchObject({
      generation: 42,
      frozen: false,
      frozenAt: null,
      singleton: false,
      errors: 0,
      warnings: 0,
    })
    expect(peersOf(details())).toEqual({
      [one]: {
        id: one,
        role: 'primary',
        postgresUp: true,
        lagSeconds: null,
        streaming: null,
        walBytes: position + 0x12345678,
      },
      [two]: {
        id: two,
        role: 'sync',
        postgresUp: true,
        lagSeconds: 1,
        streaming: true,
        walBytes: position + 0x12345000,
      },
      [three]: {
        id: three,
        role: 'async',
        postgresUp: true,
        lagSeconds: 3942,
        streaming: true,
        walBytes: position + 0x12345000,
      },
    })
  })

  it('count errors and warnings whatever they were printed as', () => {
    const value = details({ pgs_errors: [{}, { jse_shortmsg: 'cannot query postgres on sync' }], pgs_warnings: ['x'] })
    expect(readDetails(value)).toMatchObject({ errors: 2, warnings: 1 })
  })

  it('tell since when a shard is frozen, where somebody wrote it down', () => {
    const time = '2025-07-01T12:00:00.000Z'
    const frozen = readDetails(details({ pgs_frozen: true, pgs_freeze_reason: 'upgrade', pgs_freeze_time: time }))
    expect(frozen).toMatchObject({ frozen: true, frozenAt: Date.parse(time) / 1000 })
    expect(readDetails(details({ pgs_frozen: true, pgs_freeze_time: 'unknown' }))).toMatchObject({ frozenAt: null })
  })

  it('put what a peer reports about the one behind it where it belongs', () => {
    const value = details()
    const peers = value.pgs_peers as Record<string, Record<string, unknown>>
    // The sync reports nobody: its own link is fine, the async has none.
    peers[two] = peer(102, { pgp_repl: null })
    expect(peersOf(value)[two]).toMatchObject({ streaming: true })
    expect(peersOf(value)[three]).toMatchObject({ streaming: false, walBytes: null })
  })

  it.each([
    ['nobody is connected', { pgp_repl: null }],
    ['it still catches up', { pgp_repl: connection(102, { state: 'catchup' }) }],
    ['another peer is connected in its place', { pgp_repl: connection(103) }],
    ['its upstream cannot be asked', { pgp_pgerr: {}, pgp_repl: null }],
  ])('say that the sync does not stream when %s', (_name, primary) => {
    const value = details()
    Object.assign(value.pgs_peers as object, { [one]: peer(101, primary) })
    expect(peersOf(value)[two]).toMatchObject({ streaming: false })
  })

  it('read the columns of PostgreSQL 9 as well', () => {
    const { sent_lsn, write_lsn, flush_lsn, replay_lsn, ...rest } = connection(102)
    const old = { ...rest, sent_location: '0/1800000', replay_location: '0/17FFFFF' }
    const value = details()
    Object.assign(value.pgs_peers as object, { [one]: peer(101, { pgp_repl: old }) })
    expect(peersOf(value)[one]).toMatchObject({ walBytes: 25_165_824 })
    expect(peersOf(value)[two]).toMatchObject({ walBytes: 25_165_823 })
  })

  it('know no lag that is not told, and none of the primary', () => {
    const value = details()
    Object.assign(value.pgs_peers as object, { [one]: peer(101, { pgp_lag: { seconds: 5 } }), [two]: peer(102) })
    expect(peersOf(value)[one]).toMatchObject({ lagSeconds: null })
    expect(peersOf(value)[two]).toMatchObject({ lagSeconds: null })
  })

  it('never call a deposed peer healthy, nor one that nobody asked', () => {
    const value = details({ pgs_deposed: [four] })
    Object.assign(value.pgs_peers as object, { [four]: peer(104), stranger: peer(105) })
    expect(peersOf(value)[four]).toEqual({
      id: four,
      role: 'deposed',
      postgresUp: false,
      lagSeconds: null,
      streaming: null,
      walBytes: null,
    })
    expect(peersOf(value).stranger).toMatchObject({ role: 'unknown', postgresUp: null, streaming: null })
  })

  it('expect no replication in one-node-write mode', () => {
    const value = details({
      pgs_singleton: true,
      pgs_sync: null,
      pgs_asyncs: [],
      pgs_peers: { [one]: peer(101) },
    })
    expect(readDetails(value)).toMatchObject({ singleton: true })
    expect(peersOf(value)).toMatchObject({ [one]: { role: 'primary', streaming: null, walBytes: null } })
  })

  it('must be there', () => {
    for (const wrong of [null, 5, 'text', [], {}, { pgs_peers: [] }, { pgs_peers: 'x' }])
      expect(() => readDetails(wrong)).toThrow('pgs_peers')
  })

  it('may have wrong types anywhere else: what is not understood is unknown', () => {
    const value = {
      pgs_peers: { [one]: 5, [two]: null, [three]: { pgp_ident: 5, pgp_repl: 'x', pgp_lag: 7 } },
      pgs_generation: 'x',
      pgs_primary: one,
      pgs_sync: 5,
      pgs_asyncs: [three, 7],
      pgs_deposed: 'x',
      pgs_frozen: 'yes',
      pgs_errors: 3,
    }
    expect(readDetails(value)).toMatchObject({ generation: null, frozen: null, singleton: null, errors: null })
    expect(peersOf(value)[three]).toMatchObject({ role: 'async', lagSeconds: null, streaming: false })
  })
})
