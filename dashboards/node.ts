import { type DashboardSpec, dashboard, panel, promql, row, target } from '#belfry'
import { nodeMetrics as m } from '../exporters/node/metrics.ts'
import type { NodeOptions } from '../stack/options/node.ts'
import { below, falling, limitLine, limits, noneAllowed, numbers, numbersBeside, ratio, red, rising } from './look.ts'
import { instancesOf, valuesOf } from './variables.ts'

const of = '{instance=~"$instance"}'
const disks = '{instance=~"$instance",device=~"$disk"}'
const interfaces = '{instance=~"$instance",device=~"$interface"}'
const cpuBusy = promql`1 - avg by (instance) (rate(${m.cpuSecondsTotal}{instance=~"$instance",mode="idle"}[$__rate_interval]))`
const memoryUsed = promql`1 - ${m.memoryMemAvailableBytes}${of} / ${m.memoryMemTotalBytes}${of}`

/** The file systems that alerts judge as well. */
const mountsOf = (o: NodeOptions): string => `{instance=~"$instance",fstype!~"${o.ignoredFilesystems}"}`
const spaceUsed = (o: NodeOptions) =>
  promql`1 - max by (instance, mountpoint) (${m.filesystemAvailBytes}${mountsOf(o)} / (${m.filesystemSizeBytes}${mountsOf(o)} > 0))`

/** CPU, memory, disks and network of the machines. */
export function nodeDashboard(o: NodeOptions): DashboardSpec {
  return dashboard('node', {
    title: 'System',
    description: 'The machines: CPU, memory, disks, network.',
    variables: [
      instancesOf(m.timeSeconds),
      valuesOf('disk', 'Disk', m.diskIoTimeSecondsTotal, 'device'),
      valuesOf('interface', 'Interface', m.networkUp, 'device'),
    ],
    rows: [status(o), cpu(o), memory(), space(o), io(o), network(o), kernel(o)],
  })
}

function status(o: NodeOptions) {
  return row('Status', [
    panel(
      'gauge',
      { title: 'CPU', description: 'The busiest machine.', ...ratio, thresholds: rising(o.cpuWarning, o.cpuCritical) },
      [target(promql`max(${cpuBusy})`, { instant: true })],
    ),
    panel(
      'gauge',
      {
        title: 'Memory',
        description: 'The fullest machine.',
        ...ratio,
        thresholds: rising(o.memoryWarning, o.memoryCritical),
      },
      [target(promql`max(${memoryUsed})`)],
    ),
    panel(
      'gauge',
      {
        title: 'Disk',
        description: 'The fullest file system.',
        ...ratio,
        thresholds: rising(1 - o.diskWarning, 1 - o.diskCritical),
      },
      [target(promql`max(${spaceUsed(o)})`)],
    ),
    panel(
      'stat',
      {
        title: 'Load per CPU',
        description: 'Load of 15 minutes divided by the number of CPUs; the highest.',
        unit: 'none',
        decimals: 2,
        thresholds: rising(1, o.loadPerCpu),
        sparkline: true,
      },
      [
        target(
          promql`max(sum by (instance) (${m.load15}${of}) / count by (instance) (${m.cpuSecondsTotal}{instance=~"$instance",mode="idle"}))`,
        ),
      ],
    ),
    panel(
      'stat',
      { title: 'Uptime', description: 'The machine that started last.', unit: 's', thresholds: falling(3600, 600) },
      [target(promql`min(${m.timeSeconds}${of} - ${m.bootTimeSeconds}${of})`)],
    ),
    panel(
      'stat',
      {
        title: 'Killed for memory',
        description: 'Processes that the kernel killed within the time range.',
        unit: 'short',
        decimals: 0,
        thresholds: noneAllowed,
      },
      [target(promql`sum(increase(${m.vmstatOomKill}${of}[$__range]))`)],
    ),
  ])
}

function cpu(o: NodeOptions) {
  return row('CPU', [
    panel(
      'timeseries',
      {
        title: 'CPU by machine',
        ...ratio,
        legend: numbers,
        thresholds: limits(o.cpuWarning, o.cpuCritical),
        thresholdStyle: 'dashed',
      },
      [target(cpuBusy, '{{instance}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'CPU by mode',
        description: 'Mean of the selected machines.',
        ...ratio,
        draw: 'area',
        stack: 'normal',
        legend: numbersBeside,
      },
      [
        target(
          promql`
          sum by (mode) (rate(${m.cpuSecondsTotal}{instance=~"$instance",mode!="idle"}[$__rate_interval]))
            / scalar(count(${m.cpuSecondsTotal}{instance=~"$instance",mode="idle"}))`,
          '{{mode}}',
        ),
      ],
    ),
    panel('timeseries', { title: 'Load', unit: 'short', min: 0, legend: numbers, overrides: [limitLine('/CPUs/')] }, [
      target(promql`${m.load1}${of}`, '1m {{instance}}'),
      target(promql`${m.load5}${of}`, '5m {{instance}}'),
      target(promql`${m.load15}${of}`, '15m {{instance}}'),
      target(
        promql`count by (instance) (${m.cpuSecondsTotal}{instance=~"$instance",mode="idle"})`,
        'CPUs {{instance}}',
      ),
    ]),
    panel(
      'timeseries',
      {
        title: 'Pressure',
        description: 'Share of the time in which some task waited for the resource; empty on kernels without PSI.',
        ...ratio,
        legend: numbers,
      },
      [
        target(promql`avg(rate(${m.pressureCpuWaitingSecondsTotal}${of}[$__rate_interval]))`, 'CPU'),
        target(promql`avg(rate(${m.pressureMemoryWaitingSecondsTotal}${of}[$__rate_interval]))`, 'memory'),
        target(promql`avg(rate(${m.pressureIoWaitingSecondsTotal}${of}[$__rate_interval]))`, 'I/O'),
      ],
    ),
  ])
}

function memory() {
  return row('Memory', [
    panel(
      'timeseries',
      {
        title: 'Memory',
        description: 'Sum of the selected machines.',
        unit: 'bytes',
        min: 0,
        draw: 'area',
        stack: 'normal',
        legend: numbersBeside,
        width: 16,
      },
      [
        target(
          promql`sum(${m.memoryMemTotalBytes}${of} - ${m.memoryMemFreeBytes}${of} - ${m.memoryBuffersBytes}${of} - ${m.memoryCachedBytes}${of} - ${m.memorySlabBytes}${of})`,
          'programs',
        ),
        target(promql`sum(${m.memorySlabBytes}${of})`, 'kernel'),
        target(promql`sum(${m.memoryBuffersBytes}${of} + ${m.memoryCachedBytes}${of})`, 'file cache'),
        target(promql`sum(${m.memoryMemFreeBytes}${of})`, 'free'),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Swapping',
        description: 'Read from swap above the axis, written below.',
        unit: 'ops',
        legend: numbers,
        overrides: [below('/out/')],
        width: 8,
      },
      [
        target(promql`sum(rate(${m.vmstatPswpin}${of}[$__rate_interval]))`, 'pages in'),
        target(promql`sum(rate(${m.vmstatPswpout}${of}[$__rate_interval]))`, 'pages out'),
      ],
    ),
  ])
}

function space(o: NodeOptions) {
  const mounts = mountsOf(o)
  return row('Disk space', [
    panel('bargauge', { title: 'Space used', ...ratio, thresholds: rising(1 - o.diskWarning, 1 - o.diskCritical) }, [
      target(spaceUsed(o), '{{instance}} {{mountpoint}}'),
    ]),
    panel(
      'bargauge',
      { title: 'Inodes used', ...ratio, thresholds: rising(1 - o.inodesFree), noValue: 'no fixed number' },
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
        width: 24,
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

function io(o: NodeOptions) {
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

function network(o: NodeOptions) {
  return row('Network', [
    panel(
      'timeseries',
      {
        title: 'Traffic',
        description: 'Received above the axis, sent below; the line is the threshold of the alert.',
        unit: 'Bps',
        legend: numbers,
        thresholds: limits(o.networkBytesRate),
        thresholdStyle: 'dashed',
        overrides: [below('/sent/')],
      },
      [
        target(
          promql`sum by (instance, device) (rate(${m.networkReceiveBytesTotal}${interfaces}[$__rate_interval]))`,
          'received {{instance}} {{device}}',
        ),
        target(
          promql`sum by (instance, device) (rate(${m.networkTransmitBytesTotal}${interfaces}[$__rate_interval]))`,
          'sent {{instance}} {{device}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Errors and drops',
        unit: 'pps',
        min: 0,
        legend: numbers,
        thresholds: limits(o.networkErrorRate),
        thresholdStyle: 'dashed',
        overrides: [red('/errors/')],
      },
      [
        target(
          promql`sum by (instance) (rate(${m.networkReceiveErrsTotal}${interfaces}[$__rate_interval]) + rate(${m.networkTransmitErrsTotal}${interfaces}[$__rate_interval]))`,
          'errors {{instance}}',
        ),
        target(
          promql`sum by (instance) (rate(${m.networkReceiveDropTotal}${interfaces}[$__rate_interval]) + rate(${m.networkTransmitDropTotal}${interfaces}[$__rate_interval]))`,
          'drops {{instance}}',
        ),
      ],
    ),
  ])
}

function kernel(o: NodeOptions) {
  return row(
    'Kernel',
    [
      panel(
        'timeseries',
        {
          title: 'Context switches and interrupts',
          unit: 'ops',
          min: 0,
          legend: numbers,
          width: 8,
          thresholds: limits(o.contextSwitchRate),
          thresholdStyle: 'dashed',
        },
        [
          target(promql`rate(${m.contextSwitchesTotal}${of}[$__rate_interval])`, 'switches {{instance}}'),
          target(promql`rate(${m.intrTotal}${of}[$__rate_interval])`, 'interrupts {{instance}}'),
        ],
      ),
      panel(
        'timeseries',
        {
          title: 'Clock offset',
          unit: 's',
          legend: numbers,
          width: 8,
          thresholds: limits(o.clockOffsetSeconds),
          thresholdStyle: 'dashed',
        },
        [target(promql`${m.timexOffsetSeconds}${of}`, '{{instance}}')],
      ),
      panel(
        'timeseries',
        { title: 'Processes', unit: 'short', min: 0, legend: numbers, width: 8, overrides: [red('/blocked/')] },
        [
          target(promql`${m.procsRunning}${of}`, 'running {{instance}}'),
          target(promql`${m.procsBlocked}${of}`, 'blocked {{instance}}'),
        ],
      ),
    ],
    { collapsed: true },
  )
}
