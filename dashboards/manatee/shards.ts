import { panel, promql, row, target } from '#belfry'
import { belfryMetrics } from '../../exporters/belfry/metrics.ts'
import { manateeMetrics as m, manateeStatusMetrics as s } from '../../exporters/manatee/metrics.ts'
import { noneAllowed, numbers, red, success } from '../look.ts'
import { byShard, of } from './selectors.ts'

const unwanted = (text: string) =>
  ({
    unit: 'short',
    thresholds: noneAllowed,
    mappings: [
      { match: '0', text: 'no', color: 'green' },
      { match: '1', text, color: 'red' },
    ],
    legend: { mode: 'hidden' },
  }) as const

/** What the cluster state of each shard says. */
export function clusters() {
  return row('Shards', [
    panel(
      'state-timeline',
      { title: 'Frozen', description: 'While a shard is frozen, nobody takes over.', ...unwanted('frozen') },
      [target(byShard(m.clusterFrozen), '{{shard}}')],
    ),
    panel(
      'state-timeline',
      {
        title: 'One-node-write mode',
        description: 'While it is on, the primary writes alone and nothing is replicated.',
        ...unwanted('alone'),
      },
      [target(byShard(m.clusterSingleton), '{{shard}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Generation',
        description: 'Each step is a takeover, or a new sync.',
        unit: 'short',
        decimals: 0,
        legend: numbers,
      },
      [target(byShard(m.clusterGeneration), '{{shard}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Errors and warnings',
        description: 'What the cluster details list; without them there is nothing to show.',
        unit: 'short',
        decimals: 0,
        min: 0,
        legend: numbers,
        overrides: [red('/errors/')],
      },
      [
        target(byShard(m.clusterErrorsTotal), '{{shard}} errors'),
        target(byShard(m.clusterWarningsTotal), '{{shard}} warnings'),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Peers',
        description: 'Peers in the cluster state, and those whose PostgreSQL answers.',
        unit: 'short',
        decimals: 0,
        min: 0,
        legend: numbers,
      },
      [
        target(byShard(m.clusterPeersTotal), '{{shard}} known'),
        target(promql`shard:manatee_peers_healthy:count${of}`, '{{shard}} healthy'),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Frozen for',
        description: 'How long each shard has been frozen, where somebody wrote down when.',
        unit: 's',
        min: 0,
        legend: numbers,
      },
      [target(promql`time() - ${byShard(s.clusterFrozenTimestampSeconds)} or 0 * ${byShard(s.shardUp)}`, '{{shard}}')],
    ),
  ])
}

/** How well all this is known. */
export function statusServers() {
  return row('Status servers', [
    panel('state-timeline', { title: 'Status servers', ...success, legend: { mode: 'hidden' } }, [
      target(promql`max by (shard, target) (${s.targetUp}${of})`, '{{target}}'),
    ]),
    panel(
      'timeseries',
      {
        title: 'Sources that fail',
        description: 'Status servers and cluster details that could not be read, by what failed.',
        unit: 'short',
        decimals: 0,
        min: 0,
        draw: 'bars',
        stack: 'normal',
        legend: numbers,
      },
      [
        ...(['state', 'ping', 'restore', 'details'] as const).map((source) =>
          target(
            promql`count(max by (shard, target, error) (${s.scrapeError}{shard=~"$shard",source="${source}"})) or vector(0)`,
            source,
          ),
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Age of the health check',
        description: 'Each peer checks its PostgreSQL every second.',
        unit: 's',
        min: 0,
        legend: numbers,
      },
      [
        target(
          promql`time() - max by (shard, peer, role) (${s.peerHealthCheckTimestampSeconds}${of})`,
          '{{shard}} {{role}} {{peer}}',
        ),
      ],
    ),
    panel('timeseries', { title: 'Time to read all shards', unit: 's', min: 0, legend: numbers }, [
      target(
        promql`max by (instance) (${belfryMetrics.collectorDurationSeconds}{collector="manatee"})`,
        '{{instance}}',
      ),
    ]),
  ])
}
