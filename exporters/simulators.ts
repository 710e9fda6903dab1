import type { Simulator } from '#belfry'

/** Stand-ins for the systems that the demo does not have. */
export const simulators: readonly Simulator[] = []
