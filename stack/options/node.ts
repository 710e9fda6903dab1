import { engineTarget, type OptionValues, option } from '#belfry'

/** What can be set about machines; the defaults are the numbers of the requirement. */
export const nodeOptions = {
  targets: option.targets(engineTarget('node-exporter'), 'Where the node exporters are.'),
  interval: option.duration('15s', 'Time between two scrapes.'),
  cpuWarning: option.ratio(0.8, 'Share of CPU time in use that is high.'),
  cpuCritical: option.ratio(0.95, 'Share of CPU time in use that leaves no room.'),
  memoryWarning: option.ratio(0.85, 'Share of memory in use that is high.'),
  memoryCritical: option.ratio(0.95, 'Share of memory in use that leaves no room.'),
  diskWarning: option.ratio(0.2, 'Share of free space of a file system that is low.'),
  diskCritical: option.ratio(0.1, 'Share of free space of a file system that is critical.'),
  inodesFree: option.ratio(0.2, 'Share of free inodes of a file system that is low.'),
  ignoredFilesystems: option.text(
    'tmpfs|ramfs|overlay|squashfs|iso9660|fuse.lxcfs',
    'Regular expression for the types of file systems that are not judged.',
  ),
  diskBusy: option.ratio(0.8, 'Share of the time that a disk may be busy.'),
  networkErrorRate: option.number(10, 'Network errors per second of one interface.', { min: 0 }),
  networkBytesRate: option.number(100 * 1024 * 1024, 'Bytes per second that one interface may receive.', { min: 0 }),
  loadPerCpu: option.number(1.5, 'Load for each CPU over fifteen minutes.', { min: 0 }),
  clockOffsetSeconds: option.number(0.05, 'Seconds that the clock may differ from its reference.', { min: 0 }),
  contextSwitchRate: option.number(10_000, 'Context switches per second that are unusual.', { min: 0 }),
} as const

export type NodeOptions = OptionValues<typeof nodeOptions>
