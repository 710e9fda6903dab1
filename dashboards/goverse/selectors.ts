import { promql } from '#belfry'
import { goverseNodeMetrics as node } from '../../exporters/goverse/metrics.ts'

/** What the variables of the dashboard select, and the queries that several panels share. */

export const of = '{node=~"$node"}'
/** Families that call the same label otherwise. */
export const ofAddress = '{node_addr=~"$node"}'
export const ofType = '{node=~"$node", object_type=~"$type"}'
/** The nodes that take part; the values that others keep of one that has left are dropped. */
export const shardsByNode = promql`node:goverse_shards:max${of}`
export const claims = promql`sum by (node) (rate(${node.shardClaimsTotal}${of}[$__rate_interval]))`
export const releases = promql`sum by (node) (rate(${node.shardReleasesTotal}${of}[$__rate_interval]))`
