import { CollectError } from '#belfry'
import { type Cluster, type Membership, type Peer, roleOf, upstreams } from './cluster.ts'
import { intervalSeconds } from './interval.ts'
import { asFlag, asList, asNumber, asRecord, asText, asTimestamp } from './json.ts'
import { lsnBytes } from './lsn.ts'

type Row = Readonly<Record<string, unknown>>

/**
 * Reads the cluster details, as Manatee's `loadClusterDetails` gives them.
 *
 * @throws CollectError `response` when the value is something else.
 */
export function readDetails(value: unknown): Cluster {
  const details = asRecord(value)
  const given = asRecord(details?.pgs_peers)
  if (details === null || given === null) throw new CollectError('response', 'no cluster details: pgs_peers is missing')
  const peers = new Map(Object.entries(given).map(([id, peer]) => [id, asRecord(peer) ?? {}]))
  const singleton = asFlag(details.pgs_singleton)
  const membership: Membership = {
    primary: asText(details.pgs_primary),
    sync: asText(details.pgs_sync),
    asyncs: texts(details.pgs_asyncs),
    deposed: texts(details.pgs_deposed),
  }
  // In one-node-write mode nobody has to stream.
  const links = singleton === true ? new Map<string, string>() : upstreams(membership)
  return {
    generation: asNumber(details.pgs_generation),
    frozen: asFlag(details.pgs_frozen),
    frozenAt: details.pgs_frozen === true ? asTimestamp(details.pgs_freeze_time) : null,
    singleton,
    errors: asList(details.pgs_errors)?.length ?? null,
    warnings: asList(details.pgs_warnings)?.length ?? null,
    peers: [...peers].map(([id, peer]) => readPeer(id, peer, peers, membership, links.get(id))),
  }
}

function readPeer(
  id: string,
  peer: Row,
  peers: ReadonlyMap<string, Row>,
  membership: Membership,
  upstream: string | undefined,
): Peer {
  const role = roleOf(id, membership)
  // Each peer lists the connection to the one behind it, so what concerns this peer stands with the one before it.
  const row = upstream === undefined ? null : connectionTo(peer, asRecord(peers.get(upstream)?.pgp_repl))
  const own = asRecord(peer.pgp_repl)
  const received = role === 'primary' ? null : position(row, 'replay')
  return {
    id,
    role,
    postgresUp: postgresUp(role, peer),
    lagSeconds: role === 'sync' || role === 'async' ? intervalSeconds(peer.pgp_lag) : null,
    streaming: upstream === undefined ? null : row?.state === 'streaming',
    walBytes: role === 'deposed' ? null : (received ?? position(own, 'sent')),
  }
}

/** Manatee asks primary, sync and asyncs only: that a deposed peer has no error says nothing. */
function postgresUp(role: Peer['role'], peer: Row): boolean | null {
  if (role === 'deposed') return false
  if (role === 'unknown') return null
  return peer.pgp_pgerr === null || peer.pgp_pgerr === undefined
}

/** The connection of an upstream peer, if it is the one to this peer. */
function connectionTo(peer: Row, row: Row | null): Row | null {
  const ip = asText(asRecord(peer.pgp_ident)?.ip)
  const connected = asText(row?.client_addr)
  return ip !== null && connected !== null && ip !== connected ? null : row
}

/** A position in a row of `pg_stat_replication`; PostgreSQL 10 renamed the columns. */
function position(row: Row | null, what: 'sent' | 'replay'): number | null {
  return lsnBytes(row?.[`${what}_lsn`]) ?? lsnBytes(row?.[`${what}_location`])
}

function texts(value: unknown): readonly string[] {
  return (asList(value) ?? []).map(asText).filter((text) => text !== null)
}
