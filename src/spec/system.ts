import { callerPlace, type Place } from '../errors/place.ts'
import type { ProofSpec } from './cases.ts'
import type { DashboardSpec } from './dashboard.ts'
import type { HistorySpec } from './history.ts'
import type { MetricFamily, MetricSet } from './metrics.ts'
import type { OptionSet, OptionValues } from './options.ts'
import type { AlertOverride, RuleSpec } from './rules.ts'
import type { ScrapeJobSpec } from './scrape.ts'

/** What a system brings into the stack. */
export interface SystemParts {
  readonly jobs: readonly ScrapeJobSpec[]
  readonly rules: readonly RuleSpec[]
  readonly dashboards: readonly DashboardSpec[]
  /** Families that tell of this system, whichever job brings them. @default those of its own jobs */
  readonly metrics?: readonly MetricSet[]
  /** Families that the system's own document names. @default none */
  readonly documented?: readonly MetricFamily[]
  /** Examples that prove the alerts; built only when they are asked for. @default none */
  readonly cases?: () => readonly ProofSpec[]
  /** The day that the demo looks back on; built only when it is asked for. @default none */
  readonly history?: () => HistorySpec
}

export interface SystemDefinition<S extends OptionSet> {
  /** Name for people, such as `PostgreSQL`. */
  readonly title: string
  /** One sentence: what is watched. */
  readonly description: string
  readonly options: S
  readonly parts: (options: OptionValues<S>) => SystemParts
}

/** What a stack says about a system: option values, and what to change of its alerts. */
export type SystemSettings<S extends OptionSet> = { readonly [K in keyof S]?: OptionValues<S>[K] | undefined } & {
  /** By alert name: fields to change, or `false` to switch the alert off. @default {} */
  readonly alerts?: Readonly<Record<string, AlertOverride>>
}

/** A system with its settings, not yet validated. */
export interface SystemSpec {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly options: OptionSet
  readonly settings: Readonly<Record<string, unknown>>
  readonly alerts: Readonly<Record<string, AlertOverride>>
  /** Takes complete, validated option values. */
  readonly parts: (values: Readonly<Record<string, unknown>>) => SystemParts
  readonly place: Place
}

/** Defines a system; the result is called in the stack with the settings that differ from the defaults. */
export function defineSystem<const S extends OptionSet>(
  name: string,
  definition: SystemDefinition<S>,
): (settings?: SystemSettings<S>) => SystemSpec {
  return function system(settings = {} as SystemSettings<S>) {
    const { alerts = {}, ...values } = settings
    return {
      name,
      title: definition.title,
      description: definition.description,
      options: definition.options,
      settings: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
      alerts,
      parts: definition.parts as SystemSpec['parts'],
      place: callerPlace(system),
    }
  }
}
