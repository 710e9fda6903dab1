import { alert, promql, record, rules } from '#belfry'
import { nodeMetrics as node } from '../exporters/node/metrics.ts'
import type { NodeOptions } from '../stack/options/node.ts'

const performance = { category: 'performance' } as const

export default rules((o: NodeOptions) => {
  /** File systems that hold data; read-only and virtual ones are full by nature. */
  const judged = `fstype!~"${o.ignoredFilesystems}"`
  return [
    record('instance:node_cpu_utilisation:ratio_rate5m', {
      expr: promql`1 - avg by (job, instance) (rate(${node.cpuSecondsTotal}{mode="idle"}[5m]))`,
    }),
    record('instance:node_memory_utilisation:ratio', {
      expr: promql`1 - ${node.memoryMemAvailableBytes} / ${node.memoryMemTotalBytes}`,
    }),
    record('instance:node_load_per_cpu:ratio', {
      expr: promql`
        ${node.load15}
        / on (job, instance) count by (job, instance) (${node.cpuSecondsTotal}{mode="idle"})
      `,
    }),
    record('filesystem:node_free_space:ratio', {
      expr: promql`
        ${node.filesystemAvailBytes}{${judged}} / (${node.filesystemSizeBytes} != 0)
        and ${node.filesystemReadonly} == 0
      `,
    }),
    record('filesystem:node_free_inodes:ratio', {
      // Some file systems have no fixed number of inodes and report 0.
      expr: promql`
        ${node.filesystemFilesFree}{${judged}} / (${node.filesystemFiles} != 0)
        and ${node.filesystemReadonly} == 0
      `,
    }),

    alert('HighCPUUsage', {
      expr: promql`instance:node_cpu_utilisation:ratio_rate5m > ${o.cpuWarning}`,
      for: '10m',
      severity: 'warning',
      labels: { ...performance, subject: 'cpu' },
      summary: 'The CPUs of {{ $labels.instance }} are busy',
      description: '{{ $value | humanizePercentage }} of the CPU time of the last 5 minutes was used.',
      allow: {
        'alert-budget':
          'Batch jobs and deployments use a processor fully for minutes; only what lasts calls for a person.',
      },
    }),
    alert('CriticalCPUUsage', {
      expr: promql`instance:node_cpu_utilisation:ratio_rate5m > ${o.cpuCritical}`,
      for: '5m',
      severity: 'critical',
      labels: { ...performance, subject: 'cpu' },
      summary: 'The CPUs of {{ $labels.instance }} are exhausted',
      description: '{{ $value | humanizePercentage }} of the CPU time of the last 5 minutes was used.',
      allow: {
        'alert-budget':
          'A machine works at full load without harm for minutes; this is about load that does not go away.',
      },
    }),
    alert('HighMemoryUsage', {
      expr: promql`instance:node_memory_utilisation:ratio > ${o.memoryWarning}`,
      for: '10m',
      severity: 'warning',
      labels: { ...performance, subject: 'memory' },
      summary: 'The memory of {{ $labels.instance }} fills up',
      description: '{{ $value | humanizePercentage }} of the memory is in use.',
      allow: { 'alert-budget': 'A sort or a backup takes memory and gives it back within minutes.' },
    }),
    alert('CriticalMemoryUsage', {
      expr: promql`instance:node_memory_utilisation:ratio > ${o.memoryCritical}`,
      for: '5m',
      severity: 'critical',
      labels: { ...performance, subject: 'memory' },
      summary: 'The memory of {{ $labels.instance }} is almost used up',
      description: '{{ $value | humanizePercentage }} of the memory is in use; soon the kernel kills processes.',
      allow: {
        'alert-budget': 'The kernel first gives back what it can; memory that is still taken minutes later is no peak.',
      },
    }),
    alert('DiskSpaceLow', {
      expr: promql`filesystem:node_free_space:ratio < ${o.diskWarning}`,
      for: '10m',
      severity: 'warning',
      labels: { ...performance, subject: 'disk {{ $labels.mountpoint }}' },
      summary: 'File system {{ $labels.mountpoint }} on {{ $labels.instance }} fills up',
      description: '{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} ({{ $labels.device }}) is free.',
      allow: {
        'alert-budget':
          'A fifth of a disk takes hours to fill; temporary files of a query or a backup are gone in minutes.',
      },
    }),
    alert('DiskSpaceCritical', {
      expr: promql`filesystem:node_free_space:ratio < ${o.diskCritical}`,
      for: '5m',
      severity: 'critical',
      labels: { ...performance, subject: 'disk {{ $labels.mountpoint }}' },
      summary: 'File system {{ $labels.mountpoint }} on {{ $labels.instance }} is almost full',
      description: '{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} ({{ $labels.device }}) is free.',
      allow: {
        'alert-budget':
          'Sorts and backups put files down and take them away; what is left after minutes are other files.',
      },
    }),
    alert('HighDiskIO', {
      expr: promql`rate(${node.diskIoTimeSecondsTotal}[5m]) > ${o.diskBusy}`,
      for: '15m',
      severity: 'warning',
      labels: performance,
      summary: 'Disk {{ $labels.device }} of {{ $labels.instance }} is busy',
      description: 'The disk was busy {{ $value | humanizePercentage }} of the last 5 minutes.',
      allow: { 'alert-budget': 'Checkpoints and backups keep a disk busy for minutes by design.' },
    }),
    alert('HighInodeUsage', {
      expr: promql`filesystem:node_free_inodes:ratio < ${o.inodesFree}`,
      for: '10m',
      severity: 'warning',
      labels: performance,
      summary: 'File system {{ $labels.mountpoint }} on {{ $labels.instance }} runs out of inodes',
      description: '{{ $value | humanizePercentage }} of the inodes of {{ $labels.mountpoint }} are free.',
      allow: { 'alert-budget': 'Files are made and removed in bursts; a fifth of the inodes outlasts them.' },
    }),
    alert('NetworkErrors', {
      expr: promql`
        rate(${node.networkReceiveErrsTotal}[5m]) + rate(${node.networkTransmitErrsTotal}[5m]) > ${o.networkErrorRate}
      `,
      for: '10m',
      severity: 'warning',
      labels: performance,
      summary: 'Interface {{ $labels.device }} of {{ $labels.instance }} has errors',
      description: '{{ $value | humanize }} errors per second while receiving and sending.',
      allow: { 'alert-budget': 'A link that is plugged in anew counts errors for a moment; a bad link goes on.' },
    }),
    alert('HighNetworkTraffic', {
      expr: promql`rate(${node.networkReceiveBytesTotal}{device!="lo"}[5m]) > ${o.networkBytesRate}`,
      for: '15m',
      severity: 'warning',
      labels: performance,
      summary: 'Interface {{ $labels.device }} of {{ $labels.instance }} receives very much',
      description: '{{ $value | humanize1024 }}B per second are received.',
      allow: { 'alert-budget': 'Backups and copies to new replicas fill a link for minutes, as they should.' },
    }),
    alert('HighSystemLoad', {
      expr: promql`instance:node_load_per_cpu:ratio > ${o.loadPerCpu}`,
      for: '15m',
      severity: 'warning',
      labels: performance,
      summary: '{{ $labels.instance }} has more work than CPUs',
      description: 'The load of the last 15 minutes is {{ $value | printf "%.1f" }} for each CPU.',
      allow: {
        'alert-budget': 'The load peaks with every batch; only a queue that stays means that the machine is too small.',
      },
    }),
    alert('ClockSkew', {
      expr: promql`abs(${node.timexOffsetSeconds}) > ${o.clockOffsetSeconds}`,
      for: '5m',
      severity: 'warning',
      labels: { category: 'system' },
      summary: 'The clock of {{ $labels.instance }} is off',
      description: 'The clock differs from its reference by {{ $value | humanizeDuration }}.',
      allow: { 'alert-budget': 'A time server moves the clock slowly after a restart, which takes minutes.' },
    }),
    alert('HighContextSwitching', {
      expr: promql`rate(${node.contextSwitchesTotal}[5m]) > ${o.contextSwitchRate}`,
      for: '15m',
      severity: 'warning',
      labels: performance,
      summary: '{{ $labels.instance }} switches context very often',
      description: '{{ $value | humanize }} context switches per second.',
      allow: {
        'alert-budget': 'It hints at a cause and is no harm in itself, so only a lasting change is worth a look.',
      },
    }),
  ]
})
