/** What went wrong on the day that the demo looks back on. All of it is over for hours, so that no alert still rings. */
export const incidents = {
  diskFilling: { title: 'A forgotten export fills the disk until it is deleted.', hoursAgo: 22.5, minutes: 80 },
  databaseOutage: { title: 'PostgreSQL is down for eight minutes.', hoursAgo: 19, minutes: 8 },
  slowQueries: { title: 'A report without an index makes every query slow.', hoursAgo: 16, minutes: 40 },
  crashLoop: { title: 'Workers of the orchestrator crash and start again.', hoursAgo: 13.5, minutes: 45 },
  cachePressure: { title: 'Redis runs out of memory and evicts keys.', hoursAgo: 11, minutes: 25 },
  shardStorm: { title: 'A node leaves, and its shards move to the others.', hoursAgo: 9, minutes: 20 },
  takeover: { title: 'The sync peer of a shard takes over from its primary.', hoursAgo: 7, minutes: 12 },
  stuckCoordinator: { title: 'A coordinator waits and does not move.', hoursAgo: 5, minutes: 50 },
} as const
