import type { Problem } from '../errors/problem.ts'
import type { SourceText } from '../errors/source-text.ts'
import type { Allowances } from '../spec/rules.ts'

/** A rule of somebody else's file. */
export interface ForeignRule {
  readonly kind: 'alert' | 'record'
  readonly name: string
  readonly expr: SourceText
  /** `0s` when it is not given, here and below. */
  readonly for: string
  readonly keepFiringFor: string
  /** Those of its group included. */
  readonly labels: ReadonlyMap<string, SourceText>
  readonly annotations: ReadonlyMap<string, SourceText>
  /** Of its name. */
  readonly place: SourceText['place']
  readonly path: string
  readonly allow: Allowances
}

export interface ForeignGroup {
  readonly name: string
  /** Empty when it is left to Prometheus. */
  readonly interval: string
  readonly rules: readonly ForeignRule[]
  readonly place: SourceText['place']
  readonly path: string
}

/** What was read from a rule file. */
export interface ReadRuleFile {
  readonly groups: readonly ForeignGroup[]
  readonly problems: readonly Problem[]
  /** Whether some document of it holds rules, or means to. */
  readonly isRuleFile: boolean
}

/** Id of what is wrong with a rule file before its queries are looked at. */
export const ruleFileValid = 'rule-file-valid'
