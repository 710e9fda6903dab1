import type { ProblemSeverity } from '../errors/problem.ts'
import type { Span } from '../promql/ast.ts'
import type { World as InferWorld } from '../promql/infer/world.ts'
import type { Check, Finding } from './check.ts'
import type { Reading } from './readings.ts'
import type { QuerySubject, Subject, Subjects } from './subject.ts'
import type { AlertTemplate } from './template/alert-templates.ts'
import type { World } from './world.ts'

/** A rule about queries and what stands around them, ours or a stranger's. Its id is its file name and its page's. */
export interface QueryCheck {
  readonly kind: 'query'
  readonly id: string
  readonly severity: ProblemSeverity
  run(subjects: Subjects, world: World): readonly Finding[]
}

/** A rule about one query at a time, one with syntax faults included. */
export interface TextCheck {
  readonly kind: 'text'
  readonly id: string
  readonly severity: ProblemSeverity
  inspect(subject: QuerySubject, world: World): readonly Finding[]
}

/** A rule about one query at a time, where it could be read. */
export interface ReadingCheck {
  readonly kind: 'reading'
  readonly id: string
  readonly severity: ProblemSeverity
  inspect(reading: Reading, world: World, known: InferWorld): readonly Finding[]
}

/** A rule about one label or annotation of an alert at a time, where it is a template. */
export interface TemplateCheck {
  readonly kind: 'template'
  readonly id: string
  readonly severity: ProblemSeverity
  inspect(template: AlertTemplate, world: World, known: InferWorld): readonly Finding[]
}

/** Rules that need no model, and so work on strangers' files as well. */
export type SubjectCheck = QueryCheck | TextCheck | ReadingCheck | TemplateCheck

export type AnyCheck = Check | SubjectCheck

/** What a finding says. */
interface Saying {
  readonly message: string
  readonly hint: string
  /** @default the severity of the check */
  readonly severity?: ProblemSeverity
}

/** A finding about a part of a query; the span is one of `subject.text`, as the nodes of `subject.expr` have it. */
export function findingAt(subject: QuerySubject, span: Span, saying: Saying): Finding {
  const { from, to } = subject.written(span)
  return { ...findingAbout(subject, saying), fragment: { query: subject.source, from, to } }
}

/** The findings about each of many parts: nearly always there are none. */
export function findingsAmong<T>(parts: readonly T[], findingOf: (part: T) => Finding | null): readonly Finding[] {
  let found: Finding[] | null = null
  for (const part of parts) {
    const finding = findingOf(part)
    if (finding === null) continue
    if (found === null) found = [finding]
    else found.push(finding)
  }
  return found ?? none
}

/** The findings of two looks at the same thing. */
export function bothFindings(one: readonly Finding[], other: readonly Finding[]): readonly Finding[] {
  return one.length === 0 ? other : other.length === 0 ? one : [...one, ...other]
}

const none: readonly Finding[] = []

/**
 * A finding about a part of a text beside the query: an annotation, a label, a legend.
 *
 * @param key - of `texts`, or `legend`.
 * @param span - offsets in that text. @default all of it
 */
export function findingBeside(subject: QuerySubject, key: string, span: Span | null, saying: Saying): Finding {
  const about = { ...findingAbout(subject, saying), path: `${subject.path}.${key}` }
  const text = 'texts' in subject ? subject.texts.get(key) : subject.where === 'panel' ? subject.legend : undefined
  if (text === undefined) return about
  const { from, to } = span ?? { from: 0, to: text.text.length }
  return { ...about, fragment: { query: text, from, to } }
}

/** A finding about a whole rule, panel, group or dashboard. */
export function findingAbout({ path, place, allow }: Subject, saying: Saying): Finding {
  return { ...saying, path, place, allow }
}
