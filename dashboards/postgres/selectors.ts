import { promql } from '#belfry'
import { postgresMetrics as m } from '../../exporters/postgres/metrics.ts'

/** What the variables of the dashboard select, and the queries that several panels share. */

export const of = '{instance=~"$instance"}'
/** Nobody works in them; without a name are numbers of the whole server. */
export const templates = '|template0|template1'
export const databases = `{instance=~"$instance",datname=~"$database",datname!~"${templates}"}`
export const rateOf = (family: typeof m.statDatabaseBlksHit) => promql`rate(${family}${databases}[$__rate_interval])`

export const sessions = promql`sum by (instance) (${m.statActivityCount}${of})`
export const connectionRatio = promql`${sessions} / max by (instance) (${m.settingsMaxConnections}${of})`
export const hits = promql`sum by (instance, datname) (${rateOf(m.statDatabaseBlksHit)})`
export const reads = promql`sum by (instance, datname) (${rateOf(m.statDatabaseBlksRead)})`
