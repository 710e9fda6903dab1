import { type DestinationStream, type Logger, pino } from 'pino'

/** What services log with: structured fields first, then a sentence. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export interface LogOptions {
  /** @default 'info' */
  readonly level?: LogLevel
  /** Where lines go. @default standard output */
  readonly destination?: DestinationStream
}

/** A log of JSON lines, as container platforms collect them. */
export function createLog(name: string, options: LogOptions = {}): Log {
  const settings = {
    name,
    level: options.level ?? 'info',
    base: { name },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
  }
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination)
}
