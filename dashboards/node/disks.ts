import { panel, promql, row, target } from '#belfry'
import { nodeMetrics as m } from '../../exporters/node/metrics.ts'
import type { NodeOptions } from '../../stack/options/node.ts'
import { below, limits, numbers, ratio, rising } from '../look.ts'
import { disks, mountsOf, spaceUsed } from './selectors.ts'

/** How full the file systems are, and will be. */
export function space(o: NodeOptions) {
  const mounts = mountsOf(o)
  const narrow = { width: 6, height: 7 } as const
  return row('Disk space', [
    panel(
      'bargauge',
      { title: 'Space used', ...ratio, ...narrow, thresholds: rising(1 - o.diskWarning, 1 - o.diskCritical) },
      [target(spaceUsed(o), '{{instance}} {{mountpoint}}')],
    ),
    panel(
      'bargauge',
      { title: 'Inodes used', ...ratio, ...narrow, thresholds: rising(1 - o.inodesFree), noValue: 'no fixed number' },
      [
        target(
          promql`1 - max by (instance, mountpoint) (${m.filesystemFilesFree}${mounts} / (${m.filesystemFiles}${mounts} > 0))`,
          '{{instance}} {{mountpoint}}',
        ),
      ],
    ),
    panel(
      'table',
      {
        title: 'File systems',
        description: 'The forecast continues the trend of the last six hours.',
        unit: 'bytes',
        width: 12,
        height: 7,
        transformations: [
          { id: 'merge', options: {} },
          {
            id: 'organize',
            options: {
              excludeByName: { Time: true },
              indexByName: { instance: 0, mountpoint: 1, 'Value #A': 2, 'Value #B': 3, 'Value #C': 4, 'Value #D': 5 },
              renameByName: {
                instance: 'Instance',
                mountpoint: 'Mount point',
                'Value #A': 'Size',
                'Value #B': 'Available',
                'Value #C': 'Used',
                'Value #D': 'Available in 24 h',
              },
            },
          },
          { id: 'sortBy', options: { fields: {}, sort: [{ field: 'Used', desc: true }] } },
        ],
        overrides: [
          {
            match: 'Used',
            properties: {
              unit: 'percentunit',
              min: 0,
              max: 1,
              'custom.cellOptions': { type: 'gauge', mode: 'basic' },
              thresholds: { mode: 'absolute', steps: rising(1 - o.diskWarning, 1 - o.diskCritical) },
              color: { mode: 'thresholds' },
            },
          },
        ],
      },
      [
        target(promql`max by (instance, mountpoint) (${m.filesystemSizeBytes}${mounts})`, { format: 'table' }),
        target(promql`max by (instance, mountpoint) (${m.filesystemAvailBytes}${mounts})`, { format: 'table' }),
        target(spaceUsed(o), { format: 'table' }),
        target(
          promql`clamp_min(max by (instance, mountpoint) (predict_linear(${m.filesystemAvailBytes}${mounts}[6h], 24 * 3600)), 0)`,
          { format: 'table' },
        ),
      ],
    ),
  ])
}

/** How busy the disks are. */
export function io(o: NodeOptions) {
  return row('Disk I/O', [
    panel(
      'timeseries',
      {
        title: 'Throughput',
        description: 'Read above the axis, written below.',
        unit: 'Bps',
        legend: numbers,
        overrides: [below('/written/')],
      },
      [
        target(
          promql`sum by (instance, device) (rate(${m.diskReadBytesTotal}${disks}[$__rate_interval]))`,
          'read {{instance}} {{device}}',
        ),
        target(
          promql`sum by (instance, device) (rate(${m.diskWrittenBytesTotal}${disks}[$__rate_interval]))`,
          'written {{instance}} {{device}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Operations',
        description: 'Reads above the axis, writes below.',
        unit: 'iops',
        legend: numbers,
        overrides: [below('/writes/')],
      },
      [
        target(
          promql`sum by (instance, device) (rate(${m.diskReadsCompletedTotal}${disks}[$__rate_interval]))`,
          'reads {{instance}} {{device}}',
        ),
        target(
          promql`sum by (instance, device) (rate(${m.diskWritesCompletedTotal}${disks}[$__rate_interval]))`,
          'writes {{instance}} {{device}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Busy',
        description: 'Share of the time in which a disk had requests.',
        ...ratio,
        legend: numbers,
        thresholds: limits(o.diskBusy),
        thresholdStyle: 'dashed',
      },
      [
        target(
          promql`max by (instance, device) (rate(${m.diskIoTimeSecondsTotal}${disks}[$__rate_interval]))`,
          '{{instance}} {{device}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Mean latency',
        description: 'Of a request; a gap is a time without requests.',
        unit: 's',
        min: 0,
        legend: numbers,
      },
      [
        target(
          promql`rate(${m.diskReadTimeSecondsTotal}${disks}[$__rate_interval]) / (rate(${m.diskReadsCompletedTotal}${disks}[$__rate_interval]) > 0)`,
          'read {{instance}} {{device}}',
        ),
        target(
          promql`rate(${m.diskWriteTimeSecondsTotal}${disks}[$__rate_interval]) / (rate(${m.diskWritesCompletedTotal}${disks}[$__rate_interval]) > 0)`,
          'write {{instance}} {{device}}',
        ),
      ],
    ),
  ])
}
