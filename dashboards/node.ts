import { type DashboardSpec, dashboard, panel, promql, row, target } from '#belfry'
import { nodeMetrics as m } from '../exporters/node/metrics.ts'
import type { NodeOptions } from '../stack/options/node.ts'
import { falling, noneAllowed, ratio, rising } from './look.ts'
import { cpu, kernel, memory } from './node/compute.ts'
import { io, space } from './node/disks.ts'
import { network } from './node/network.ts'
import { cpuBusy, memoryUsed, of, spaceUsed, virtualInterfaces } from './node/selectors.ts'
import { instancesOf, valuesOf } from './variables.ts'

/** CPU, memory, disks and network of the machines. */
export function nodeDashboard(o: NodeOptions): DashboardSpec {
  return dashboard('node', {
    title: 'System',
    description: 'The machines: CPU, memory, disks, network.',
    variables: [
      instancesOf(m.timeSeconds),
      valuesOf('disk', 'Disk', m.diskIoTimeSecondsTotal, 'device'),
      valuesOf('interface', 'Interface', promql`${m.networkUp}{device!~"${virtualInterfaces}"}`, 'device'),
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
