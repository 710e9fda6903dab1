import { type Limiter, type Sample, shareResult } from '#belfry'
import type { ManateeOptions, ShardOptions } from './options.ts'
import { readShard } from './read-shard.ts'
import { sampleShard } from './sample-shard.ts'
import { type ShardView, viewShard } from './shard-view.ts'

/** A shard that is read when it is asked for, and not again while the answer is fresh. */
export interface WatchedShard {
  /** Samples that stand while nobody has answered yet. */
  assumeDown(sample: Sample): void
  /** Reads the shard and samples it; never fails. */
  collect(sample: Sample): Promise<ShardView>
}

/** Runs that come while the shard is read share the reading; one that found nobody is not kept. */
export function watchShard(shard: ShardOptions, options: ManateeOptions, limit: Limiter): WatchedShard {
  const read = shareResult(
    async () => viewShard(await readShard(shard, options, limit)),
    ({ up }) => (up ? options.cacheTtl : 0),
  )
  return {
    assumeDown: (sample) => sampleShard(sample, shard.name, [], { up: false, cluster: null, peers: [], errors: [] }),
    collect: async (sample) => {
      const view = await read()
      sampleShard(sample, shard.name, shard.peers, view)
      return view
    },
  }
}
