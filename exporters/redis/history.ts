import { type HistorySpec, level, rate } from '#belfry'
import { incidents } from '../incidents.ts'
import { redisMetrics as m } from './metrics.ts'

const { cachePressure } = incidents
const mebibyte = 2 ** 20
/** Seconds since the memory was full. */
const fullest = cachePressure.hoursAgo * 3600 - cachePressure.minutes * 30
/** From -1 to 1; the same for all series, so that those that expire are never more than all. */
const tide = (time: number): number => 0.6 * Math.sin(time / 1270) + 0.4 * Math.sin(time / 311)

/** A day of the demo's Redis: it follows the day, and is too small once. */
export const redisHistory = (): HistorySpec => ({
  incidents: [cachePressure],
  curves: [
    level(
      m.memoryUsedBytes,
      (at, { live }) => live * (1 + 0.15 * at.load * at.drift) + 46 * mebibyte * at.during(cachePressure),
    ),
    level(
      m.memoryUsedPeakBytes,
      (at, { live }) => live * 1.2 + 46 * mebibyte * (at.ago < fullest ? 1 : at.during(cachePressure)),
    ),
    level(
      m.memoryUsedRssBytes,
      (at, { live }) => live * (1 + 0.05 * at.drift) + 50 * mebibyte * at.during(cachePressure),
    ),
    level(
      m.memoryUsedDatasetBytes,
      (at, { live }) => live * (1 + 0.2 * at.load * at.drift) + 44 * mebibyte * at.during(cachePressure),
    ),
    level(m.memFragmentationRatio, (at, { live }) => live * (1 + 0.04 * at.drift)),
    level(m.connectedClients, (at, { live }) => Math.round(live + 6 * at.load + 2 * at.drift)),
    level(m.uptimeInSeconds, (at) => 260_000 - at.ago),
    level(m.dbKeys, (at, { live }) => Math.max(0, Math.round(live * (1 + 0.15 * tide(at.time))))),
    level(m.dbKeysExpiring, (at, { live }) => Math.max(0, Math.round(live * (1 + 0.15 * tide(at.time))))),
    rate(m.slowlogLastId, (at) => 1 / 21_600 + at.during(cachePressure) / 200),
    level(m.rdbChangesSinceLastSave, (at) => Math.round(600 + 550 * at.drift)),
    rate(m.commandsProcessedTotal, (at) => 90 * at.load + 15 * at.jitter),
    rate(m.commandsTotal, (at, { labels }) => share(labels.cmd) * 90 * at.load * (1 + 0.2 * at.jitter)),
    rate(
      m.commandsDurationSecondsTotal,
      (at, { labels }) => share(labels.cmd) * 90 * at.load * mean(labels.cmd) * (1 + 2 * at.during(cachePressure)),
    ),
    rate(m.keyspaceHitsTotal, (at) => 52 * at.load * (1 - 0.6 * at.during(cachePressure))),
    rate(m.keyspaceMissesTotal, (at) => 4 * at.load * (1 + 0.4 * at.jitter) + 25 * at.during(cachePressure)),
    rate(m.evictedKeysTotal, (at) => 45 * at.during(cachePressure)),
    rate(m.expiredKeysTotal, (at) => 1.5 * at.load),
    rate(m.connectionsReceivedTotal, (at) => 0.3 + 0.2 * at.jitter),
    rate(m.netInputBytesTotal, (at) => 9000 * at.load * (1 + 0.2 * at.jitter)),
    rate(m.netOutputBytesTotal, (at) => 42_000 * at.load * (1 + 0.2 * at.jitter)),
    rate(m.cpuSysSecondsTotal, (at) => 0.004 * at.load),
    rate(m.cpuUserSecondsTotal, (at) => 0.006 * at.load + 0.05 * at.during(cachePressure)),
  ],
})

const shares: Readonly<Record<string, number>> = {
  get: 0.45,
  set: 0.2,
  hget: 0.1,
  scan: 0.08,
  info: 0.03,
  ping: 0.02,
  expire: 0.05,
}
/** Seconds that a command takes. */
const means: Readonly<Record<string, number>> = {
  scan: 64e-6,
  info: 91e-6,
  'config|get': 48e-6,
  mget: 26e-6,
  set: 14e-6,
}
const mean = (command = ''): number => means[command] ?? (3 + (command.length % 7) * 1.3) * 1e-6
const share = (command = ''): number => shares[command] ?? 0.01
