import type { MetricFamily } from '#belfry'
import { promql } from '#belfry'

/** Every instance repeats what it knows of a shard, so each panel first makes one series of them. */

export const of = '{shard=~"$shard"}'
export const byShard = (family: MetricFamily) => promql`max by (shard) (${family}${of})`
export const byPeer = (family: MetricFamily) => promql`max by (shard, peer, role) (${family}${of})`
export const peerName = '{{shard}} {{role}} {{peer}}'
