import { panel, promql, row, target } from '#belfry'
import { postgresMetrics as m } from '../../exporters/postgres/metrics.ts'
import { dpgMetrics as dpg, pgQueryMetrics as query } from '../../exporters/ruvector/metrics.ts'
import type { PostgresOptions } from '../../stack/options/postgres.ts'
import { health, limits, numbers, ratio, red } from '../look.ts'
import { of } from './selectors.ts'

/** How data reaches the disk. */
export function checkpoints() {
  return row(
    'Checkpoints',
    [
      panel(
        'timeseries',
        {
          title: 'Checkpoints',
          description: 'Requested ones mean that the WAL fills max_wal_size before the timer is due.',
          unit: 'short',
          min: 0,
          draw: 'bars',
          stack: 'normal',
          legend: numbers,
          width: 8,
        },
        [
          target(promql`sum(increase(${query.checkpointsTimed}[$__rate_interval]))`, 'timed'),
          target(promql`sum(increase(${query.checkpointsRequested}[$__rate_interval]))`, 'requested'),
        ],
      ),
      panel(
        'timeseries',
        {
          title: 'Buffers written',
          description: 'By sessions themselves is the slow way.',
          unit: 'ops',
          min: 0,
          draw: 'area',
          stack: 'normal',
          legend: numbers,
          width: 8,
          overrides: [red('by sessions')],
        },
        [
          target(promql`sum(rate(${query.buffersCheckpoint}[$__rate_interval]))`, 'by checkpoints'),
          target(promql`sum(rate(${query.buffersClean}[$__rate_interval]))`, 'by the background writer'),
          target(promql`sum(rate(${query.buffersBackend}[$__rate_interval]))`, 'by sessions'),
        ],
      ),
      panel(
        'timeseries',
        { title: 'Time in checkpoints', description: 'Share of the time.', ...ratio, legend: numbers, width: 8 },
        [
          target(promql`sum(rate(${query.checkpointWriteTime}[$__rate_interval])) / 1000`, 'writing'),
          target(promql`sum(rate(${query.checkpointSyncTime}[$__rate_interval])) / 1000`, 'synchronizing'),
        ],
      ),
    ],
    { collapsed: true },
  )
}

/** How far the replicas are. */
export function replication(o: PostgresOptions) {
  return row(
    'Replication',
    [
      panel(
        'timeseries',
        {
          title: 'Lag by replica',
          description: 'Time until a replica has applied what the primary wrote.',
          unit: 's',
          min: 0,
          legend: numbers,
          thresholds: limits(o.replicationLagWarning, o.replicationLagCritical),
          thresholdStyle: 'dashed',
          noValue: 'no replica',
        },
        [target(promql`max by (replica) (${dpg.replicationLagSeconds})`, '{{replica}}')],
      ),
      panel('state-timeline', { title: 'Streaming', ...health, noValue: 'no replica', legend: { mode: 'hidden' } }, [
        target(promql`min by (replica) (${dpg.replicationStatus})`, '{{replica}}'),
      ]),
      panel(
        'timeseries',
        { title: 'WAL not yet applied', unit: 'bytes', min: 0, legend: numbers, noValue: 'no replica' },
        [
          target(
            promql`max by (application_name, client_addr) (${m.statReplicationPgWalLsnDiff}${of})`,
            '{{application_name}} {{client_addr}}',
          ),
        ],
      ),
      panel(
        'timeseries',
        {
          title: 'WAL held back by slots',
          description: 'A slot that nobody reads fills the disk.',
          unit: 'bytes',
          min: 0,
          legend: numbers,
          noValue: 'no slot',
        },
        [target(promql`max by (slot_name) (${m.replicationSlotsPgWalLsnDiff}${of})`, '{{slot_name}}')],
      ),
    ],
    { collapsed: true },
  )
}
