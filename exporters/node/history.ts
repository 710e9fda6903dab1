import { type HistorySpec, level, rate } from '#belfry'
import { incidents } from '../incidents.ts'
import { nodeMetrics as m } from './metrics.ts'

const { diskFilling, slowQueries } = incidents

/** A day of the machine: it follows the day, and its disk is nearly full once. */
export const nodeHistory = (): HistorySpec => ({
  incidents: [diskFilling],
  curves: [
    rate(m.cpuSecondsTotal, (at, { labels }) => {
      const busy = Math.min(0.9, 0.12 + 0.3 * at.load + 0.05 * at.drift + 0.25 * at.during(slowQueries))
      return labels.mode === 'idle' ? 1 - busy : busy * (modes[labels.mode ?? ''] ?? 0)
    }),
    level([m.load1, m.load5, m.load15], (at) => 0.3 + 0.9 * at.load + 0.15 * at.drift + 1.1 * at.during(slowQueries)),
    level(m.memoryMemAvailableBytes, (at, { live }) => live * (1 - 0.08 * at.load + 0.02 * at.drift)),
    level(m.memoryMemFreeBytes, (at, { live }) => live * (1 - 0.15 * at.load + 0.04 * at.drift)),
    level(m.memoryCachedBytes, (at, { live }) => live * (1 + 0.05 * at.drift)),
    level(m.timeSeconds, (at) => at.time),
    level(m.timexOffsetSeconds, (at) => 0.0004 * at.drift),
    level(m.procsRunning, (at) => Math.max(1, Math.round(2 * at.load + 1.5 + at.jitter))),
    level(m.procsBlocked, (at) => Math.max(0, Math.round(2 * at.jitter - 1.2 + 3 * at.during(slowQueries)))),
    level(
      m.filesystemAvailBytes,
      (at, { live }) => live * (1 - 0.75 * ramp(at.during(diskFilling)) + (0.01 * at.ago) / 86_400),
    ),
    rate(m.diskReadBytesTotal, (at) => 90_000 * at.load + 20_000 * at.jitter + 3e7 * at.during(slowQueries)),
    rate(m.diskWrittenBytesTotal, (at) => 600_000 * at.load + 100_000 * at.jitter + 1.5e7 * at.during(diskFilling)),
    rate(m.diskReadsCompletedTotal, (at) => 3 * at.load + 350 * at.during(slowQueries)),
    rate(m.diskWritesCompletedTotal, (at) => 28 * at.load + 6 * at.jitter + 120 * at.during(diskFilling)),
    rate(m.diskReadTimeSecondsTotal, (at) => 0.002 * at.load + 0.5 * at.during(slowQueries)),
    rate(m.diskWriteTimeSecondsTotal, (at) => 0.03 * at.load + 0.3 * at.during(diskFilling)),
    rate(
      m.diskIoTimeSecondsTotal,
      (at) => 0.02 * at.load + 0.35 * at.during(slowQueries) + 0.3 * at.during(diskFilling),
    ),
    rate(m.networkReceiveBytesTotal, (at, { live }) => (live > 0 ? 45_000 * at.load * (1 + 0.3 * at.jitter) : 0)),
    rate(m.networkTransmitBytesTotal, (at, { live }) => (live > 0 ? 38_000 * at.load * (1 + 0.3 * at.jitter) : 0)),
    rate(m.contextSwitchesTotal, (at) => 5200 * at.load * (1 + 0.1 * at.jitter)),
    rate(m.intrTotal, (at) => 2600 * at.load * (1 + 0.1 * at.jitter)),
    rate(m.pressureCpuWaitingSecondsTotal, (at) => 0.04 * at.load + 0.2 * at.during(slowQueries)),
    rate(m.pressureIoWaitingSecondsTotal, (at) => 0.01 * at.load + 0.3 * at.during(slowQueries)),
    rate(m.pressureMemoryWaitingSecondsTotal, () => 0.0005),
  ],
})

/** Shares of the time in which a processor is busy. */
const modes: Readonly<Record<string, number>> = {
  user: 0.66,
  system: 0.24,
  iowait: 0.06,
  softirq: 0.03,
  nice: 0.005,
  steal: 0.005,
}
/** What fills up does so slowly. */
const ramp = (share: number): number => share ** 1.5
