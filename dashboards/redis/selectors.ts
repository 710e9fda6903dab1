import { promql } from '#belfry'
import { redisMetrics as m } from '../../exporters/redis/metrics.ts'

/** What the variables of the dashboard select, and the queries that several panels share. */

export const of = '{instance=~"$instance"}'
export const hits = promql`sum by (instance) (rate(${m.keyspaceHitsTotal}${of}[$__rate_interval]))`
export const misses = promql`sum by (instance) (rate(${m.keyspaceMissesTotal}${of}[$__rate_interval]))`
export const hitRatio = promql`${hits} / (${hits} + ${misses} > 0)`
export const memoryRatio = promql`${m.memoryUsedBytes}${of} / (${m.memoryMaxBytes}${of} > 0)`
