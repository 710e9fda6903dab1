import type { Place } from '../errors/place.ts'
import type { SourceText } from '../errors/source-text.ts'
import type { Placeholder } from '../foreign/grafana-variables.ts'
import type { Alert, Recording, RuleGroup } from '../model/model.ts'
import type { Expr, Span } from '../promql/ast.ts'
import type { Fault } from '../promql/fault.ts'
import { type Parsed, parsePromql } from '../promql/parse.ts'
import type { Labels } from '../spec/labels.ts'
import type { Allowances } from '../spec/rules.ts'
import type { AlertSubject, RecordSubject } from './subject.ts'

/** A rule of a model, as checks see it. */
export function ruleSubject(rule: Alert | Recording, group: RuleGroup): AlertSubject | RecordSubject {
  return rule.kind === 'alert' ? new ModelAlert(rule, group) : new ModelRecording(rule, group)
}

/** Its query is parsed once; its texts are listed whenever they are asked for, as that is seldom. */
abstract class ModelRule<R extends Alert | Recording> {
  protected readonly rule: R
  readonly #group: RuleGroup
  #parsed: Parsed | null = null

  constructor(rule: R, group: RuleGroup) {
    this.rule = rule
    this.#group = group
  }

  get name(): string {
    return this.rule.name
  }

  get place(): Place {
    return this.rule.place
  }

  get allow(): Allowances {
    return this.rule.allow
  }

  get labels(): Labels {
    return this.rule.labels
  }

  get group(): string {
    return this.#group.name
  }

  get interval(): string {
    return this.#group.interval
  }

  get source(): SourceText {
    return this.rule.expr
  }

  get text(): string {
    return this.rule.expr.text
  }

  get expr(): Expr | null {
    return this.#parse().node
  }

  get faults(): readonly Fault[] {
    return this.#parse().faults
  }

  get placeholders(): readonly Placeholder[] {
    return none
  }

  written(span: Span): Span {
    return span
  }

  #parse(): Parsed {
    this.#parsed ??= parsePromql(this.text)
    return this.#parsed
  }
}

const none: readonly Placeholder[] = []

class ModelAlert extends ModelRule<Alert> implements AlertSubject {
  get where(): 'alert' {
    return 'alert'
  }

  get path(): string {
    return `${this.rule.system}.alerts.${this.rule.name}`
  }

  get for(): string {
    return this.rule.for
  }

  get keepFiringFor(): string {
    return this.rule.keepFiringFor
  }

  get annotations(): Labels {
    return this.rule.annotations
  }

  get texts(): ReadonlyMap<string, SourceText> {
    const { labels, annotations, place } = this.rule
    return textsOf({ labels, annotations }, place)
  }
}

class ModelRecording extends ModelRule<Recording> implements RecordSubject {
  get where(): 'record' {
    return 'record'
  }

  get path(): string {
    return `${this.rule.system}.records.${this.rule.name}`
  }

  get texts(): ReadonlyMap<string, SourceText> {
    const { labels, place } = this.rule
    return textsOf({ labels }, place)
  }
}

function textsOf(all: Readonly<Record<string, Labels>>, place: Place): ReadonlyMap<string, SourceText> {
  const texts = new Map<string, SourceText>()
  for (const kind in all) {
    const labels = all[kind] ?? {}
    for (const key in labels) texts.set(`${kind}.${key}`, plainText(labels[key] ?? '', place))
  }
  return texts
}

/** A text of which only the definition around it has a known place. */
export function plainText(text: string, place: Place): SourceText {
  return { text, place, lines: [] }
}
