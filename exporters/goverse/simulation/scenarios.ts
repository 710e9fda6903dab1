/** What the simulated cluster can be told to do; the first is the healthy baseline. */
export const scenarios = {
  healthy: 'Three nodes share the shards evenly; a few move now and then.',
  'migration-storm': 'The leader changes its mind all the time: shards migrate by the dozen.',
  'stuck-migrations': 'Shards are meant for other nodes, and nobody releases or claims them.',
  'node-lost': 'One node dies; the others take its shards over.',
  unbalanced: 'Nearly all shards move to one node.',
  'losing-node': 'One node keeps releasing more shards than it claims.',
  'idle-node': 'One node is left without a shard.',
  'failing-calls': 'One call in five fails.',
  'slow-calls': 'Calls take seconds.',
  'many-objects': 'Objects are created and never deleted.',
  'no-clients': 'All clients leave.',
  'crowded-gate': 'One gate has more clients than it should.',
} as const

export type Scenario = keyof typeof scenarios
