import { counter, defineMetrics, gauge, info } from '#belfry'

/** What node_exporter 1.5 and later expose and content may want. */

const filesystem = ['device', 'fstype', 'mountpoint', 'device_error'] as const
const device = ['device'] as const
const space = (name: string, help: string) => gauge(`node_filesystem_${name}`, { help, labels: filesystem })
const memory = (field: string, help: string) => gauge(`node_memory_${field}_bytes`, { help: `${help}, in bytes.` })
const disk = (name: string, help: string) => counter(`node_disk_${name}_total`, { help, labels: device })
const network = (name: string, help: string) => counter(`node_network_${name}_total`, { help, labels: device })
const pressure = (name: string, help: string) => counter(`node_pressure_${name}_seconds_total`, { help })

export const nodeMetrics = defineMetrics('stock', {
  cpuSecondsTotal: counter('node_cpu_seconds_total', {
    help: 'Time that each CPU spent in each mode, in seconds.',
    labels: ['cpu', 'mode'],
    values: { mode: ['idle', 'iowait', 'irq', 'nice', 'softirq', 'steal', 'system', 'user'] },
  }),
  load1: gauge('node_load1', { help: 'Load average over one minute.' }),
  load5: gauge('node_load5', { help: 'Load average over five minutes.' }),
  load15: gauge('node_load15', { help: 'Load average over fifteen minutes.' }),
  contextSwitchesTotal: counter('node_context_switches_total', { help: 'Context switches.' }),
  intrTotal: counter('node_intr_total', { help: 'Interrupts served.' }),
  forksTotal: counter('node_forks_total', { help: 'Processes forked.' }),
  procsRunning: gauge('node_procs_running', { help: 'Processes that run or could run.' }),
  procsBlocked: gauge('node_procs_blocked', { help: 'Processes that wait for input or output.' }),

  memoryMemTotalBytes: memory('MemTotal', 'Memory of the machine'),
  memoryMemAvailableBytes: memory('MemAvailable', 'Memory that programs can get without swapping'),
  memoryMemFreeBytes: memory('MemFree', 'Memory that nothing uses'),
  memoryBuffersBytes: memory('Buffers', 'Memory that buffers block devices'),
  memoryCachedBytes: memory('Cached', 'Memory that caches files'),
  memorySlabBytes: memory('Slab', 'Memory of kernel structures'),
  memoryShmemBytes: memory('Shmem', 'Shared memory'),
  memoryDirtyBytes: memory('Dirty', 'Memory that waits to be written to disk'),
  memorySwapTotalBytes: memory('SwapTotal', 'Swap space'),
  memorySwapFreeBytes: memory('SwapFree', 'Swap space that is free'),
  vmstatPswpin: counter('node_vmstat_pswpin', { help: 'Pages read from swap.' }),
  vmstatPswpout: counter('node_vmstat_pswpout', { help: 'Pages written to swap.' }),
  vmstatOomKill: counter('node_vmstat_oom_kill', { help: 'Processes that the kernel killed for lack of memory.' }),

  filesystemAvailBytes: space('avail_bytes', 'Space that ordinary users can still take, in bytes.'),
  filesystemFreeBytes: space('free_bytes', 'Space that is free, in bytes.'),
  filesystemSizeBytes: space('size_bytes', 'Size of a file system, in bytes.'),
  filesystemFiles: space('files', 'Inodes of a file system; 0 where it has no fixed number.'),
  filesystemFilesFree: space('files_free', 'Inodes that are free.'),
  filesystemReadonly: space('readonly', 'Whether a file system is mounted read-only (1) or not (0).'),
  filesystemDeviceError: space('device_error', 'Whether a file system could not be read (1) or could (0).'),

  diskIoTimeSecondsTotal: disk('io_time_seconds', 'Time that a disk was busy, in seconds.'),
  diskIoTimeWeightedSecondsTotal: disk(
    'io_time_weighted_seconds',
    'Time of all requests to a disk together, in seconds.',
  ),
  diskReadBytesTotal: disk('read_bytes', 'Bytes read from a disk.'),
  diskWrittenBytesTotal: disk('written_bytes', 'Bytes written to a disk.'),
  diskReadsCompletedTotal: disk('reads_completed', 'Reads completed by a disk.'),
  diskWritesCompletedTotal: disk('writes_completed', 'Writes completed by a disk.'),
  diskReadTimeSecondsTotal: disk('read_time_seconds', 'Time that reads took, in seconds.'),
  diskWriteTimeSecondsTotal: disk('write_time_seconds', 'Time that writes took, in seconds.'),

  networkReceiveBytesTotal: network('receive_bytes', 'Bytes received.'),
  networkTransmitBytesTotal: network('transmit_bytes', 'Bytes sent.'),
  networkReceiveErrsTotal: network('receive_errs', 'Errors while receiving.'),
  networkTransmitErrsTotal: network('transmit_errs', 'Errors while sending.'),
  networkReceiveDropTotal: network('receive_drop', 'Received packets that were dropped.'),
  networkTransmitDropTotal: network('transmit_drop', 'Packets to send that were dropped.'),
  networkUp: gauge('node_network_up', { help: 'Whether an interface is up (1) or not (0).', labels: device }),

  pressureCpuWaitingSecondsTotal: pressure('cpu_waiting', 'Time that some task waited for a CPU, in seconds.'),
  pressureMemoryWaitingSecondsTotal: pressure('memory_waiting', 'Time that some task waited for memory, in seconds.'),
  pressureIoWaitingSecondsTotal: pressure('io_waiting', 'Time that some task waited for input or output, in seconds.'),

  timexOffsetSeconds: gauge('node_timex_offset_seconds', {
    help: 'Offset of the clock from its reference, in seconds; meaningful while it is synchronized.',
  }),
  timexSyncStatus: gauge('node_timex_sync_status', {
    help: 'Whether the clock is synchronized to a reference (1) or not (0).',
  }),
  timexMaxerrorSeconds: gauge('node_timex_maxerror_seconds', {
    help: 'Largest possible error of the clock, in seconds.',
  }),
  timeSeconds: gauge('node_time_seconds', { help: 'Time of the machine, in Unix time.' }),
  bootTimeSeconds: gauge('node_boot_time_seconds', { help: 'When the machine started, in Unix time.' }),
  unameInfo: info('node_uname_info', {
    help: 'Kernel and name of the machine.',
    labels: ['nodename', 'sysname', 'release', 'version', 'machine', 'domainname'],
  }),
  filefdAllocated: gauge('node_filefd_allocated', { help: 'Open files of the whole machine.' }),
  filefdMaximum: gauge('node_filefd_maximum', { help: 'Open files that the machine allows at most.' }),
  scrapeCollectorSuccess: gauge('node_scrape_collector_success', {
    help: 'Whether a collector of the exporter succeeded (1) or not (0).',
    labels: ['collector'],
  }),
  scrapeCollectorDurationSeconds: gauge('node_scrape_collector_duration_seconds', {
    help: 'Time that a collector of the exporter took, in seconds.',
    labels: ['collector'],
  }),
})
