/** What the variables of the dashboard choose. */
export const chosenReplicaSets = 'replica_set=~"$replica_set"'
export const chosenProjections = 'projection=~"$projection"'
