import { cases, changes, example, fires, given, gives, perSecond, quiet, reset } from '#belfry'
import { nodeMetrics as node } from '../exporters/node/metrics.ts'
import type { NodeOptions } from '../stack/options/node.ts'

const a = { instance: 'a:9100' } as const
const file = { device: '/dev/sda1', fstype: 'ext4', ...a } as const
const root = { ...file, mountpoint: '/' } as const
const data = { ...file, mountpoint: '/data' } as const
const image = { ...file, mountpoint: '/image' } as const
const memory = { ...a, device: 'tmpfs', fstype: 'tmpfs', mountpoint: '/run' } as const
const nothing = { ...file, mountpoint: '/proc' } as const

/** What is no news: little room on a read-only file system, in memory, and on one without a size. */
const full = [
  given(node.filesystemSizeBytes, image, 1000),
  given(node.filesystemAvailBytes, image, 0),
  given(node.filesystemReadonly, image, 1),
  given(node.filesystemSizeBytes, memory, 1000),
  given(node.filesystemAvailBytes, memory, 1),
  given(node.filesystemReadonly, memory, 0),
  given(node.filesystemSizeBytes, nothing, 0),
  given(node.filesystemAvailBytes, nothing, 0),
  given(node.filesystemReadonly, nothing, 0),
  given(node.filesystemFiles, image, 1000),
  given(node.filesystemFilesFree, image, 0),
  given(node.filesystemFiles, memory, 1000),
  given(node.filesystemFilesFree, memory, 1),
  given(node.filesystemFiles, nothing, 0),
  given(node.filesystemFilesFree, nothing, 0),
]

export default cases((o: NodeOptions) => [
  example('filesystem:node_free_space:ratio', 'is known of file systems that have a size and can be written', {
    given: [
      ...full,
      given(node.filesystemSizeBytes, root, 1000),
      given(node.filesystemAvailBytes, root, 250),
      given(node.filesystemReadonly, root, 0),
    ],
    expect: [gives('1m', { labels: root, value: 0.25 })],
  }),
  example('filesystem:node_free_inodes:ratio', 'is known of file systems that have inodes and can be written', {
    given: [
      ...full,
      given(node.filesystemFiles, root, 1000),
      given(node.filesystemFilesFree, root, 250),
      given(node.filesystemReadonly, root, 0),
    ],
    expect: [gives('1m', { labels: root, value: 0.25 })],
  }),

  example('DiskSpaceLow', 'fires for the file system that fills up, not for those that are full by nature', {
    given: [
      ...full,
      given(node.filesystemSizeBytes, root, 1000),
      given(node.filesystemAvailBytes, root, changes({ '0s': 500, '1m': 150, '20m': 250 })),
      given(node.filesystemReadonly, root, 0),
      given(node.filesystemSizeBytes, data, 1000),
      given(node.filesystemAvailBytes, data, o.diskWarning * 1000),
      given(node.filesystemReadonly, data, 0),
    ],
    expect: [
      quiet('11m'),
      fires(['11m10s', '20m'], {
        labels: { ...root, subject: 'disk /' },
        summary: 'File system / on a:9100 fills up',
        description: '15% of / (/dev/sda1) is free.',
      }),
      quiet('20m10s'),
    ],
  }),
  example('DiskSpaceLow', 'a fifth is enough', {
    given: [
      ...full,
      given(node.filesystemSizeBytes, root, 1000),
      given(node.filesystemAvailBytes, root, 201),
      given(node.filesystemReadonly, root, 0),
    ],
    expect: [quiet('20m')],
  }),

  example('DiskSpaceCritical', 'fires for the file system that is almost full', {
    given: [
      ...full,
      given(node.filesystemSizeBytes, root, 1000),
      given(node.filesystemAvailBytes, root, changes({ '0s': 500, '1m': 70, '20m': 120 })),
      given(node.filesystemReadonly, root, 0),
      given(node.filesystemSizeBytes, data, 1000),
      given(node.filesystemAvailBytes, data, o.diskCritical * 1000),
      given(node.filesystemReadonly, data, 0),
    ],
    expect: [
      quiet('6m'),
      fires(['6m10s', '20m'], {
        labels: { ...root, subject: 'disk /' },
        summary: 'File system / on a:9100 is almost full',
        description: '7% of / (/dev/sda1) is free.',
      }),
      quiet('20m10s'),
    ],
  }),
  example('DiskSpaceCritical', 'low is not critical', {
    given: [
      ...full,
      given(node.filesystemSizeBytes, root, 1000),
      given(node.filesystemAvailBytes, root, 101),
      given(node.filesystemReadonly, root, 0),
    ],
    expect: [quiet('20m')],
  }),

  example('HighInodeUsage', 'fires where files are many, whatever their size', {
    given: [
      ...full,
      given(node.filesystemFiles, root, 1000),
      given(node.filesystemFilesFree, root, changes({ '0s': 500, '1m': 150, '20m': 250 })),
      given(node.filesystemReadonly, root, 0),
      given(node.filesystemFiles, data, 1000),
      given(node.filesystemFilesFree, data, o.inodesFree * 1000),
      given(node.filesystemReadonly, data, 0),
    ],
    expect: [
      quiet('11m'),
      fires(['11m10s', '20m'], {
        labels: root,
        summary: 'File system / on a:9100 runs out of inodes',
        description: '15% of the inodes of / are free.',
      }),
      quiet('20m10s'),
    ],
  }),
  example('HighInodeUsage', 'a fifth is enough', {
    given: [
      ...full,
      given(node.filesystemFiles, root, 1000),
      given(node.filesystemFilesFree, root, 201),
      given(node.filesystemReadonly, root, 0),
    ],
    expect: [quiet('20m')],
  }),

  example('HighDiskIO', 'fires for the disk that is busy for long', {
    given: [
      given(
        node.diskIoTimeSecondsTotal,
        { ...a, device: 'sda' },
        changes({ '0s': perSecond(0.1), '10m': perSecond(0.9), '40m': reset(0.9), '60m': perSecond(0.1) }),
      ),
      given(node.diskIoTimeSecondsTotal, { ...a, device: 'sdb' }, perSecond(0.79)),
    ],
    expect: [
      quiet('10m', '29m'),
      fires(['30m10s', '39m', '59m'], {
        labels: { ...a, device: 'sda' },
        summary: 'Disk sda of a:9100 is busy',
        description: 'The disk was busy 90% of the last 5 minutes.',
      }),
      quiet('61m30s'),
    ],
  }),
  example('HighDiskIO', 'four fifths of the time may be', {
    interval: '1m',
    given: [given(node.diskIoTimeSecondsTotal, { ...a, device: 'sda' }, perSecond(o.diskBusy))],
    expect: [quiet('30m', '60m')],
  }),
  example('HighDiskIO', 'a checkpoint keeps a disk busy', {
    given: [
      given(
        node.diskIoTimeSecondsTotal,
        { ...a, device: 'sda' },
        changes({ '0s': perSecond(0.1), '10m': perSecond(0.9), '25m': perSecond(0.1) }),
      ),
    ],
    expect: [quiet('25m', '29m', '40m')],
  }),
])
