import { CollectError, type CollectPart, defineCollector, limitConcurrency } from '#belfry'
import { manateeMetrics, manateeStatusMetrics } from './metrics.ts'
import { type ManateeOptions, manateeOptions, type ShardOptions } from './options.ts'
import { probedShard } from './probed-shard.ts'
import { watchShard } from './watch-shard.ts'

/** Reads the status servers and the cluster details of Manatee's shards. */
export const manateeCollector = defineCollector({
  name: 'manatee',
  metrics: [manateeMetrics, manateeStatusMetrics],
  needs: [],
  options: manateeOptions,
  create: ({ options }) => ({
    parts: options.enabled && options.shards.length > 0 ? { '': collectShards(options.shards, options) } : {},
  }),
  probe: ({ options }, target) => {
    const shard = options.enabled ? probedShard(target, options) : null
    return shard === null ? null : { parts: { '': collectShards([shard], options) } }
  },
})

/** All shards side by side. Fails when none answered; what a single one lacks is in its own metrics. */
function collectShards(shards: readonly ShardOptions[], options: ManateeOptions): CollectPart {
  const limit = limitConcurrency(options.concurrency)
  const watched = shards.map((shard) => watchShard(shard, options, limit))
  return async ({ sample }) => {
    // Stands for shards that are still asked when the time of this run is over.
    for (const shard of watched) shard.assumeDown(sample)
    const views = await Promise.all(watched.map((shard) => shard.collect(sample)))
    if (views.some(({ up }) => up)) return
    const [reason = 'response'] = views.flatMap(({ errors }) => errors.map((one) => one.reason))
    throw new CollectError(reason === 'outdated' ? 'response' : reason, 'no shard answered')
  }
}
