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
        ${node.filesystemAvailBytes}{${judged}} / (${node.filesystemSizeBytes}{${judged}} > 0)
        and ${node.filesystemReadonly} == 0
      `,
    }),
    record('filesystem:node_free_inodes:ratio', {
      // Some file systems have no fixed number of inodes and report 0.
      expr: promql`
        ${node.filesystemFilesFree}{${judged}} / (${node.filesystemFiles}{${judged}} > 0)
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
    }),
    alert('CriticalCPUUsage', {
      expr: promql`instance:node_cpu_utilisation:ratio_rate5m > ${o.cpuCritical}`,
      for: '5m',
      severity: 'critical',
      labels: { ...performance, subject: 'cpu' },
      summary: 'The CPUs of {{ $labels.instance }} are exhausted',
      description: '{{ $value | humanizePercentage }} of the CPU time of the last 5 minutes was used.',
    }),
    alert('HighMemoryUsage', {
      expr: promql`instance:node_memory_utilisation:ratio > ${o.memoryWarning}`,
      for: '10m',
      severity: 'warning',
      labels: { ...performance, subject: 'memory' },
      summary: 'The memory of {{ $labels.instance }} fills up',
      description: '{{ $value | humanizePercentage }} of the memory is in use.',
    }),
    alert('CriticalMemoryUsage', {
      expr: promql`instance:node_memory_utilisation:ratio > ${o.memoryCritical}`,
      for: '5m',
      severity: 'critical',
      labels: { ...performance, subject: 'memory' },
      summary: 'The memory of {{ $labels.instance }} is almost used up',
      description: '{{ $value | humanizePercentage }} of the memory is in use; soon the kernel kills processes.',
    }),
    alert('DiskSpaceLow', {
      expr: promql`filesystem:node_free_space:ratio < ${o.diskWarning}`,
      for: '10m',
      severity: 'warning',
      labels: { ...performance, subject: 'disk {{ $labels.mountpoint }}' },
      summary: 'File system {{ $labels.mountpoint }} on {{ $labels.instance }} fills up',
      description: '{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} ({{ $labels.device }}) is free.',
    }),
    alert('DiskSpaceCritical', {
      expr: promql`filesystem:node_free_space:ratio < ${o.diskCritical}`,
      for: '5m',
      severity: 'critical',
      labels: { ...performance, subject: 'disk {{ $labels.mountpoint }}' },
      summary: 'File system {{ $labels.mountpoint }} on {{ $labels.instance }} is almost full',
      description: '{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} ({{ $labels.device }}) is free.',
    }),
    alert('HighDiskIO', {
      expr: promql`rate(${node.diskIoTimeSecondsTotal}[5m]) > ${o.diskBusy}`,
      for: '15m',
      severity: 'warning',
      labels: performance,
      summary: 'Disk {{ $labels.device }} of {{ $labels.instance }} is busy',
      description: 'The disk was busy {{ $value | humanizePercentage }} of the last 5 minutes.',
    }),
    alert('HighInodeUsage', {
      expr: promql`filesystem:node_free_inodes:ratio < ${o.inodesFree}`,
      for: '10m',
      severity: 'warning',
      labels: performance,
      summary: 'File system {{ $labels.mountpoint }} on {{ $labels.instance }} runs out of inodes',
      description: '{{ $value | humanizePercentage }} of the inodes of {{ $labels.mountpoint }} are free.',
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
    }),
    alert('HighNetworkTraffic', {
      expr: promql`rate(${node.networkReceiveBytesTotal}{device!="lo"}[5m]) > ${o.networkBytesRate}`,
      for: '15m',
      severity: 'warning',
      labels: performance,
      summary: 'Interface {{ $labels.device }} of {{ $labels.instance }} receives very much',
      description: '{{ $value | humanize1024 }}B per second are received.',
    }),
    alert('HighSystemLoad', {
      expr: promql`instance:node_load_per_cpu:ratio > ${o.loadPerCpu}`,
      for: '15m',
      severity: 'warning',
      labels: performance,
      summary: '{{ $labels.instance }} has more work than CPUs',
      description: 'The load of the last 15 minutes is {{ $value | printf "%.1f" }} for each CPU.',
    }),
    alert('ClockSkew', {
      expr: promql`abs(${node.timexOffsetSeconds}) > ${o.clockOffsetSeconds}`,
      for: '5m',
      severity: 'warning',
      labels: { category: 'system' },
      summary: 'The clock of {{ $labels.instance }} is off',
      description: 'The clock differs from its reference by {{ $value | humanizeDuration }}.',
    }),
    alert('HighContextSwitching', {
      expr: promql`rate(${node.contextSwitchesTotal}[5m]) > ${o.contextSwitchRate}`,
      for: '15m',
      severity: 'warning',
      labels: performance,
      summary: '{{ $labels.instance }} switches context very often',
      description: '{{ $value | humanize }} context switches per second.',
    }),
  ]
})
