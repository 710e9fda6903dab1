import type { Duration } from './duration.ts'
import type { Severity } from './labels.ts'
import type { Targets } from './scrape.ts'

/** What a value of an option must be. */
export type OptionKind = 'duration' | 'ratio' | 'number' | 'text' | 'flag' | 'severity' | 'targets' | 'texts'

/** A typed, documented option of a system with its default. */
export interface Option<T> {
  readonly kind: OptionKind
  readonly default: T
  readonly help: string
  readonly min?: number
  readonly max?: number
}

export type OptionSet = Readonly<Record<string, Option<unknown>>>
export type OptionValues<S extends OptionSet> = { readonly [K in keyof S]: S[K] extends Option<infer T> ? T : never }

/** Words for the options of a system; each takes its default and one sentence of help. */
export const option = {
  /** A Prometheus duration. */
  duration: (value: Duration, help: string): Option<Duration> => ({ kind: 'duration', default: value, help }),
  /** A share from 0 to 1. */
  ratio: (value: number, help: string): Option<number> => ({ kind: 'ratio', default: value, help, min: 0, max: 1 }),
  /** A number. @default limits - none */
  number: (value: number, help: string, limits: { min?: number; max?: number } = {}): Option<number> => ({
    kind: 'number',
    default: value,
    help,
    ...limits,
  }),
  text: (value: string, help: string): Option<string> => ({ kind: 'text', default: value, help }),
  texts: (value: readonly string[], help: string): Option<readonly string[]> => ({
    kind: 'texts',
    default: value,
    help,
  }),
  flag: (value: boolean, help: string): Option<boolean> => ({ kind: 'flag', default: value, help }),
  severity: (value: Severity, help: string): Option<Severity> => ({ kind: 'severity', default: value, help }),
  /** Where the targets of a scrape job come from. */
  targets: (value: Targets | readonly Targets[], help: string): Option<Targets | readonly Targets[]> => ({
    kind: 'targets',
    default: value,
    help,
  }),
} as const
