import { panel, promql, row, target } from '#belfry'
import { nodeMetrics as m } from '../../exporters/node/metrics.ts'
import type { NodeOptions } from '../../stack/options/node.ts'
import { below, limitLine, limits, numbers, numbersBeside, ratio, red } from '../look.ts'
import { cpuBusy, of } from './selectors.ts'

/** Who uses the CPUs, and who waits for them. */
export function cpu(o: NodeOptions) {
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

/** What the memory holds. */
export function memory() {
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

/** Switches, clock and processes. */
export function kernel(o: NodeOptions) {
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
