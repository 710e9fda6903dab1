import type { ManateeOptions, ShardOptions } from './options.ts'
import { targetUrl } from './target-url.ts'

/**
 * What a probe reads: a configured shard by its name, with all its sources; a status server of one; or another status
 * server that the options allow. The last is written `shard@target`, as a status server does not know the name of its shard.
 *
 * @returns `null` for a target that is not allowed.
 */
export function probedShard(target: string, { shards, probeTargets }: ManateeOptions): ShardOptions | null {
  const byName = shards.find(({ name }) => name === target)
  if (byName !== undefined) return byName
  const byPeer = shards.find(({ peers }) => peers.includes(target))
  if (byPeer !== undefined) return { name: byPeer.name, peers: [target] }
  const [, name = target, server = ''] = /^(?:(.+)@)?([^@]+)$/s.exec(target) ?? []
  const allowed = probeTargets !== '' && new RegExp(`^(?:${probeTargets})$`, 'u').test(server)
  return allowed && targetUrl(server) !== null ? { name, peers: [server] } : null
}
