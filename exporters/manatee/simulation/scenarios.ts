/** By name, what each does to the first shard; the others stay healthy. */
export const scenarios = {
  healthy: 'Every peer streams from the one before it.',
  'frozen shard': 'An operator froze the shard: there will be no takeover.',
  'lagging async': 'The async receives everything and replays nothing, so that its lag grows.',
  'idle shard': 'Nobody writes, so that the age of the last transaction grows although everything is replayed.',
  'broken link': 'The sync waits for an async that does not connect.',
  'deposed peer': 'The sync took over; the old primary is deposed, and nobody has rebuilt it.',
  'rebuilding async': 'The async is being rebuilt from the sync.',
  'no primary': 'The primary is gone, and the shard is frozen, so that nobody takes over.',
  singleton: 'The shard runs in one-node-write mode, on the primary alone.',
  'slow endpoint': 'The status servers and the cluster details take longer than anybody waits.',
  'failing endpoint': 'The status servers and the cluster details answer with status 500.',
  'half JSON': 'The status servers and the cluster details break off in the middle.',
  unreachable: 'The status servers and the cluster details close every connection.',
} as const

export type Scenario = keyof typeof scenarios
