import { panel, promql, row, target } from '#belfry'
import { goverseInspectorMetrics as inspector, goverseNodeMetrics as node } from '../../exporters/goverse/metrics.ts'
import type { GoverseOptions } from '../../stack/options/goverse.ts'
import { limits, numbersBeside } from '../look.ts'
import { of } from './selectors.ts'

/** What lives in the cluster. */
export function objects(o: GoverseOptions) {
  return row('Objects', [
    panel(
      'timeseries',
      {
        title: 'Objects by node',
        description: 'As the inspector sees them.',
        unit: 'short',
        min: 0,
        thresholds: limits(o.objectsPerNode),
        thresholdStyle: 'dashed',
        legend: numbersBeside,
      },
      [target(promql`sum by (node) (${inspector.objects}${of})`, '{{node}}')],
    ),
    panel(
      'timeseries',
      { title: 'Objects by type', unit: 'short', min: 0, draw: 'area', stack: 'normal', legend: numbersBeside },
      [target(promql`sum by (type) (${inspector.objects}${of})`, '{{type}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Objects created',
        description: 'From GoVerse’s own gauge, which is raised for a new object and never lowered for a deleted one.',
        unit: 'short',
        min: 0,
        legend: numbersBeside,
      },
      [target(promql`sum by (node) (${node.objectsTotal}${of})`, '{{node}}')],
    ),
    panel(
      'bargauge',
      {
        title: 'Shards with the most new objects',
        description: 'Shards of the objects that were created since their node started.',
        unit: 'short',
        min: 0,
        width: 12,
      },
      [target(promql`topk(10, sum by (shard) (${node.objectsTotal}${of}))`, 'shard {{shard}}')],
    ),
  ])
}
