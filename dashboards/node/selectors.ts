import { promql } from '#belfry'
import { nodeMetrics as m } from '../../exporters/node/metrics.ts'
import type { NodeOptions } from '../../stack/options/node.ts'

/** What the variables of the dashboard select, and the queries that several panels share. */

export const of = '{instance=~"$instance"}'
export const disks = '{instance=~"$instance",device=~"$disk"}'
/** Bridges and the ends of containers carry what those of the machine carry as well. */
export const virtualInterfaces = 'lo|veth.*|br-.*|docker.*|virbr.*|ifb.*'
export const interfaces = `{instance=~"$instance",device=~"$interface",device!~"${virtualInterfaces}"}`
export const cpuBusy = promql`1 - avg by (instance) (rate(${m.cpuSecondsTotal}{instance=~"$instance",mode="idle"}[$__rate_interval]))`
export const memoryUsed = promql`1 - ${m.memoryMemAvailableBytes}${of} / ${m.memoryMemTotalBytes}${of}`

/** The file systems that alerts judge as well. */
export const mountsOf = (o: NodeOptions): string => `{instance=~"$instance",fstype!~"${o.ignoredFilesystems}"}`
export const spaceUsed = (o: NodeOptions) =>
  promql`1 - max by (instance, mountpoint) (${m.filesystemAvailBytes}${mountsOf(o)} / (${m.filesystemSizeBytes}${mountsOf(o)} > 0))`
