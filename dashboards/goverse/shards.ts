import { panel, promql, row, target } from '#belfry'
import { goverseInspectorMetrics as inspector, goverseNodeMetrics as node } from '../../exporters/goverse/metrics.ts'
import type { GoverseOptions } from '../../stack/options/goverse.ts'
import { below, limits, numbers, numbersBeside, red } from '../look.ts'
import { claims, ofAddress, releases, shardsByNode } from './selectors.ts'

/** Who owns what. */
export function shards(o: GoverseOptions) {
  return row('Shards', [
    panel(
      'timeseries',
      {
        title: 'Shards by node',
        description: 'Each node once, however many processes report it; nodes that have left are dropped.',
        unit: 'short',
        min: 0,
        draw: 'area',
        stack: 'normal',
        legend: numbersBeside,
      },
      [target(shardsByNode, '{{node}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Imbalance',
        description: 'Shards that the fullest node owns more than the emptiest.',
        unit: 'short',
        min: 0,
        thresholds: limits(o.shardImbalance),
        thresholdStyle: 'dashed',
        legend: numbers,
      },
      [target(promql`max(node:goverse_shards:max) - min(node:goverse_shards:max)`, 'difference')],
    ),
    panel(
      'timeseries',
      {
        title: 'How shards stand',
        description: 'Owned elsewhere, released but not claimed, or meant for nobody.',
        unit: 'short',
        min: 0,
        legend: numbersBeside,
      },
      [target(promql`max by (state) (${inspector.shards}{state!="settled"})`, '{{state}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Trouble with etcd',
        description: 'Failed writes of the shard mapping, and watches that broke.',
        unit: 'ops',
        min: 0,
        legend: numbers,
        overrides: [red('/reload_failed/')],
      },
      [
        target(
          promql`sum by (error_type) (rate(${node.shardMappingWriteFailuresTotal}[$__rate_interval]))`,
          'write: {{error_type}}',
        ),
        target(
          promql`sum by (outcome) (rate(${node.watchReconnectionsTotal}${ofAddress}[$__rate_interval]))`,
          'watch: {{outcome}}',
        ),
      ],
    ),
  ])
}

/** Who gives to whom. */
export function migrations(o: GoverseOptions) {
  return row('Migrations', [
    panel(
      'timeseries',
      {
        title: 'Shards migrating',
        unit: 'short',
        min: 0,
        thresholds: limits(o.shardsMigrating),
        thresholdStyle: 'dashed',
        legend: numbers,
      },
      [target(promql`max(${node.shardsMigrating})`, 'migrating')],
    ),
    panel(
      'timeseries',
      {
        title: 'Share of the shards that migrate',
        unit: 'percentunit',
        min: 0,
        legend: numbers,
      },
      [target(promql`max(${node.shardsMigrating}) / sum(node:goverse_shards:max)`, 'share')],
    ),
    panel(
      'timeseries',
      {
        title: 'Completed migrations',
        description: 'Every move ends with a claim of its new owner.',
        unit: 'ops',
        min: 0,
        thresholds: limits(o.migrationsPerSecond),
        thresholdStyle: 'dashed',
        legend: numbers,
      },
      [target(promql`sum(rate(${node.shardClaimsTotal}[$__rate_interval]))`, 'claims')],
    ),
    panel(
      'timeseries',
      {
        title: 'Claims and releases',
        description: 'Releases below the axis.',
        unit: 'ops',
        legend: numbers,
        overrides: [below('/released/')],
      },
      [target(claims, '{{node}} claimed'), target(releases, '{{node}} released')],
    ),
    panel(
      'timeseries',
      {
        title: 'Net churn of the last hour',
        description: 'Shards claimed less shards released.',
        unit: 'short',
        legend: numbersBeside,
      },
      [
        target(
          promql`
            sum by (node) (increase(${node.shardClaimsTotal}{node=~"$node"}[1h]))
            - (
              sum by (node) (increase(${node.shardReleasesTotal}{node=~"$node"}[1h]))
              or 0 * sum by (node) (${node.shardClaimsTotal}{node=~"$node"})
            )
          `,
          '{{node}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Taken from nodes that died or hung',
        description:
          'Takeovers as counted by every process that watches, each taken once; and shards that the leader gave away because they were stuck.',
        unit: 'ops',
        min: 0,
        legend: numbers,
      },
      [
        target(
          promql`max by (from_node, to_node) (rate(${node.shardMigrationsTotal}[$__rate_interval]))`,
          '{{from_node}} to {{to_node}}',
        ),
        target(
          promql`sum by (from_node) (rate(${node.shardReallocationsTotal}[$__rate_interval]))`,
          '{{from_node}} was stuck',
        ),
      ],
    ),
  ])
}
