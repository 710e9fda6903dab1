import type { detailsAnswer } from './answers.ts'

/**
 * `GET /metrics` of a peer: the one metric that Manatee emits itself, for all peers of the shard. A deposed peer counts as
 * up there, as nobody asks it.
 */
export function nativeMetrics(shard: string, details: ReturnType<typeof detailsAnswer>): string {
  const roles = new Map<string, string>([
    ...details.pgs_asyncs.map((id) => [id, 'async'] as const),
    ...details.pgs_deposed.map((id) => [id, 'deposed'] as const),
    ...(details.pgs_sync === null ? [] : [[details.pgs_sync, 'sync'] as const]),
    [details.pgs_primary ?? '', 'primary'],
  ])
  const series = Object.entries(details.pgs_peers).map(([id, peer]) => {
    const labels = `shard="/manatee/${shard}",peer="${id}",role="${roles.get(id) ?? 'unknown'}"`
    return `manatee_peer_postgres_up{${labels}} ${peer.pgp_pgerr === null ? 1 : 0}\n`
  })
  if (series.length === 0) return '# No peers found\n'
  const about = [
    '# HELP manatee_peer_postgres_up PostgreSQL connectivity (1=up, 0=down)\n',
    '# TYPE manatee_peer_postgres_up gauge\n',
  ]
  return [...about, ...series].join('')
}
