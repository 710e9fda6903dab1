import type { ManateeOptions, ShardOptions } from './options.ts'
import { targetUrl } from './target-url.ts'

/**
 * What a probe reads: a configured shard by its name, with all its sources; or one status server, configured or allowed by
 * the options. `shard@target` says of which shard, as a status server does not know.
 *
 * @returns `null` for a target that is not allowed.
 */
export function probedShard(target: string, { shards, probeTargets }: ManateeOptions): ShardOptions | null {
  const byName = shards.find(({ name }) => name === target)
  if (byName !== undefined) return byName
  const [, name, server = ''] = /^(?:(.+)@)?([^@]+)$/s.exec(target) ?? []
  const configured = shards.find(({ peers }) => peers.includes(server))
  if (configured !== undefined) return { name: name ?? configured.name, peers: [server] }
  const allowed = probeTargets !== '' && new RegExp(`^(?:${probeTargets})$`, 'u').test(server)
  return allowed && targetUrl(server) !== null ? { name: name ?? server, peers: [server] } : null
}
