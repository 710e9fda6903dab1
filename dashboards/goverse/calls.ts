import { panel, promql, row, target } from '#belfry'
import { goverseNodeMetrics as node } from '../../exporters/goverse/metrics.ts'
import type { GoverseOptions } from '../../stack/options/goverse.ts'
import { colored, limits, numbers, numbersBeside, ratio, red } from '../look.ts'
import { ofAddress, ofType } from './selectors.ts'

const typed = 'node=~"$node", object_type=~"$type"'

/** How methods are called, and what comes of it. */
export function calls(o: GoverseOptions) {
  return row('Method calls', [
    panel(
      'timeseries',
      {
        title: 'Calls',
        unit: 'reqps',
        min: 0,
        draw: 'area',
        stack: 'normal',
        legend: numbers,
        overrides: [red('failure'), colored('success', 'green')],
      },
      [target(promql`sum by (status) (rate(${node.methodCallsTotal}${ofType}[$__rate_interval]))`, '{{status}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Failed calls',
        description: 'Share of the calls of each method.',
        ...ratio,
        thresholds: limits(o.callErrorRatio),
        thresholdStyle: 'dashed',
        legend: numbersBeside,
      },
      [
        target(
          promql`
            sum by (object_type, method_name) (rate(${node.methodCallsTotal}{${typed}, status="failure"}[$__rate_interval]))
            / (sum by (object_type, method_name) (rate(${node.methodCallsTotal}${ofType}[$__rate_interval])) > 0)
          `,
          '{{object_type}}.{{method_name}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Duration',
        description: 'Between the buckets of GoVerse, which are powers of ten, quantiles are coarse.',
        unit: 's',
        min: 0,
        thresholds: limits(o.callSeconds),
        thresholdStyle: 'dashed',
        legend: numbers,
      },
      (
        [
          [0.5, 'median'],
          [0.95, 'p95'],
          [0.99, 'p99'],
        ] as const
      ).map(([quantile, name]) =>
        target(
          promql`histogram_quantile(${quantile}, sum by (le) (rate(${node.methodCallDuration.bucket}${ofType}[$__rate_interval])))`,
          name,
        ),
      ),
    ),
    panel('timeseries', { title: 'Mean duration', unit: 's', min: 0, legend: numbersBeside }, [
      target(
        promql`
          sum by (object_type, method_name) (rate(${node.methodCallDuration.sum}${ofType}[$__rate_interval]))
          / (sum by (object_type, method_name) (rate(${node.methodCallDuration.count}${ofType}[$__rate_interval])) > 0)
        `,
        '{{object_type}}.{{method_name}}',
      ),
    ]),
    panel(
      'table',
      {
        title: 'Slowest methods',
        description: 'Time that 95 of 100 calls take at most.',
        unit: 's',
        width: 12,
        transformations: [
          {
            id: 'organize',
            options: {
              excludeByName: { Time: true },
              indexByName: { object_type: 0, method_name: 1, Value: 2 },
              renameByName: { object_type: 'Object type', method_name: 'Method', Value: 'p95' },
            },
          },
        ],
      },
      [
        target(
          promql`
            topk(10, histogram_quantile(0.95, sum by (object_type, method_name, le) (rate(${node.methodCallDuration.bucket}${ofType}[5m]))))
          `,
          { format: 'table' },
        ),
      ],
    ),
    panel('bargauge', { title: 'Busiest shards', unit: 'reqps', min: 0, width: 12 }, [
      target(promql`topk(10, sum by (shard) (rate(${node.shardMethodCallsTotal}[5m])))`, 'shard {{shard}}'),
    ]),
    panel('timeseries', { title: 'Operations, 95 of 100', unit: 's', min: 0, legend: numbersBeside }, [
      target(
        promql`
          histogram_quantile(0.95, sum by (operation, le) (rate(${node.operationDurationSeconds.bucket}${ofAddress}[$__rate_interval])))
        `,
        '{{operation}}',
      ),
    ]),
    panel('timeseries', { title: 'Operations that ran out of time', unit: 'ops', min: 0, legend: numbersBeside }, [
      target(
        promql`sum by (operation) (rate(${node.operationTimeoutsTotal}${ofAddress}[$__rate_interval]))`,
        '{{operation}}',
      ),
    ]),
  ])
}
