import type { Follower, Host, Scene } from './scene.ts'

/** What Manatee's status server and its `loadClusterDetails` say of a scene, in their shapes. */

const idOf = ({ ip }: Host) => `${ip}:5432:12345`
const identOf = (host: Host) => ({
  id: idOf(host),
  zoneId: host.zoneId,
  ip: host.ip,
  pgUrl: `tcp://postgres@${host.ip}:5432/postgres`,
  backupUrl: `http://${host.ip}:12345`,
})

/** `GET /state` of a peer. */
export function stateAnswer(scene: Scene, host: Host) {
  const [primary, sync, ...asyncs] = scene.chain
  const known = [...scene.chain, ...scene.deposed]
  return {
    id: idOf(host),
    role: roleOf(scene, host),
    ...(restoreOf(scene, host)?.done === false ? { pending: ['postgres transition'] } : {}),
    zkstate: {
      generation: scene.generation,
      primary: primary && identOf(primary),
      sync: sync === undefined ? null : identOf(sync),
      async: asyncs.map(identOf),
      deposed: scene.deposed.map(identOf),
      initWal: '3/10000000',
      ...(scene.frozen === null ? {} : { freeze: scene.frozen }),
      ...(scene.singleton ? { oneNodeWriteMode: true } : {}),
    },
    zkpeers: known.filter((one) => !scene.gone.includes(one)).map(identOf),
  }
}

/** `GET /ping` of a peer: the status and the body. */
export function pingAnswer(scene: Scene, host: Host, now: number): { status: number; body: unknown } {
  // A deposed peer starts no PostgreSQL, and one that is being rebuilt has none yet.
  if (scene.deposed.includes(host) || restoreOf(scene, host)?.done === false)
    return { status: 503, body: 'PG not inited' }
  return { status: 200, body: { healthy: true, error: null, lastCheck: now - (now % 1000) } }
}

/** `GET /restore` of a peer; sizes are texts there. */
export function restoreAnswer(scene: Scene, host: Host): unknown {
  const restore = restoreOf(scene, host)
  if (restore === null) return {}
  return {
    restore: {
      uuid: '5c8a1c1e-6a55-4a4c-9c2f-2f1a4b7f0d11',
      host: host.ip,
      port: 1234,
      dataset: `zones/${host.zoneId}/data/manatee`,
      done: restore.done,
      size: String(restore.sizeBytes),
      completed: String(restore.completedBytes),
    },
  }
}

/** The cluster details. */
export function detailsAnswer(scene: Scene) {
  const [primary, sync, ...asyncs] = scene.chain
  const all = [...scene.chain, ...scene.deposed]
  return {
    pgs_peers: Object.fromEntries(all.map((host) => [idOf(host), peerDetails(scene, host)])),
    pgs_generation: scene.generation,
    pgs_initwal: '3/10000000',
    pgs_primary: primary && idOf(primary),
    pgs_sync: sync === undefined ? null : idOf(sync),
    pgs_asyncs: asyncs.map(idOf),
    pgs_deposed: scene.deposed.map(idOf),
    pgs_frozen: scene.frozen !== null,
    pgs_freeze_reason: scene.frozen?.reason ?? null,
    pgs_freeze_time: scene.frozen?.date ?? null,
    pgs_singleton: scene.singleton,
    pgs_errors: (scene.gone.length > 0
      ? [
          'cannot query postgres on primary',
          `peer "${sync?.zoneId.slice(0, 8)}": downstream replication peer not connected`,
        ]
      : []
    ).map(asError),
    pgs_warnings: warnings(scene).map(asError),
  }
}

function peerDetails(scene: Scene, host: Host) {
  const position = scene.chain.indexOf(host)
  const gone = scene.gone.includes(host)
  // While a peer is rebuilt it has no PostgreSQL.
  const silent = gone || restoreOf(scene, host)?.done === false
  const next = position < 0 || gone ? undefined : scene.chain[position + 1]
  const connection = next === undefined ? null : scene.follower(next)
  const follows = position > 0 ? scene.follower(host) : null
  return {
    pgp_label: host.zoneId.slice(0, 8),
    pgp_ident: identOf(host),
    pgp_pgerr: silent ? asError(gone ? 'connect ETIMEDOUT' : 'connect ECONNREFUSED') : null,
    pgp_repl:
      next === undefined || connection?.connected !== true ? null : row(scene, next, connection, position === 0),
    pgp_lag: follows === null || silent ? null : interval(follows.lagSeconds),
  }
}

/** A row of `pg_stat_replication`, as the peer before sees this one. */
function row(scene: Scene, host: Host, { behindBytes }: Follower, first: boolean) {
  const sent = lsn(scene.walBytes)
  return {
    pid: 4711,
    usesysid: '10',
    usename: 'postgres',
    application_name: identOf(host).pgUrl,
    client_addr: host.ip,
    client_hostname: '',
    client_port: 33_211,
    backend_start: '2025-07-01T12:00:00.000Z',
    state: 'streaming',
    sent_lsn: sent,
    write_lsn: sent,
    flush_lsn: sent,
    replay_lsn: lsn(scene.walBytes - BigInt(behindBytes)),
    sync_priority: first ? 1 : 0,
    sync_state: first ? 'sync' : 'async',
  }
}

function warnings(scene: Scene): readonly string[] {
  if (scene.singleton) return []
  const last = scene.chain.at(-1)
  const before = scene.chain.at(-2)
  const broken = last !== undefined && scene.chain.length > 2 && !scene.follower(last).connected
  return [
    ...(broken ? [`peer "${before?.zoneId.slice(0, 8)}": downstream replication peer not connected`] : []),
    ...(scene.deposed.length > 0 ? ['cluster has a deposed peer'] : []),
    ...(scene.chain.length < 3 ? ['cluster has no async peers'] : []),
  ]
}

function restoreOf(scene: Scene, host: Host) {
  return scene.chain.indexOf(host) > 0 ? scene.follower(host).restore : null
}

function roleOf(scene: Scene, host: Host): string {
  if (scene.deposed.includes(host)) return 'deposed'
  return ['primary', 'sync', 'async'][scene.chain.indexOf(host)] ?? 'unassigned'
}

/** An interval as PostgreSQL's client gives it: parts that are zero are left out, but for minutes and seconds. */
function interval(seconds: number) {
  const whole = Math.floor(seconds)
  const parts = { days: Math.floor(whole / 86_400), hours: Math.floor(whole / 3600) % 24 }
  return {
    ...Object.fromEntries(Object.entries(parts).filter(([, value]) => value > 0)),
    minutes: Math.floor(whole / 60) % 60,
    seconds: whole % 60,
    milliseconds: Math.round((seconds - whole) * 1e6) / 1000,
  }
}

function lsn(position: bigint): string {
  return `${(position >> 32n).toString(16)}/${(position & 0xffff_ffffn).toString(16)}`.toUpperCase()
}

/** What is left of an error in JSON. */
function asError(message: string) {
  return { jse_shortmsg: message, jse_info: {}, message }
}
