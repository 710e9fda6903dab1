import type { SourceText } from '../../errors/source-text.ts'
import { infer } from '../../promql/infer/infer.ts'
import { parsePromql } from '../../promql/parse.ts'
import { type Reading, readingsOf } from '../readings.ts'
import type { AlertSubject, Subjects } from '../subject.ts'
import type { World } from '../world.ts'
import type { Trace } from './trace.ts'
import { traceTemplate } from './trace-template.ts'

/** A label or an annotation of an alert, with what its template does. */
export interface AlertTemplate {
  readonly subject: AlertSubject
  /** Its key in `texts`, such as `annotations.summary`. */
  readonly key: string
  readonly text: SourceText
  readonly trace: Trace
  /** What is known of the alert's query; `null` when it could not be read. */
  readonly reading: Reading | null
}

const known = new WeakMap<Subjects, readonly AlertTemplate[]>()

/** The templates of all alerts; followed once, however many checks ask, in the order of the subjects. */
export function alertTemplatesOf(subjects: Subjects, world: World): readonly AlertTemplate[] {
  const found = known.get(subjects)
  if (found !== undefined) return found
  const readings = readingsOf(subjects, world)
  const factsOf = (query: string) => {
    const { node } = parsePromql(query)
    return node === null ? null : infer(node, readings.world).result
  }
  // Many alerts say the same: the same text is followed once.
  const traces = new Map<string, Trace>()
  const traceOf = (text: string): Trace => {
    const trace = traces.get(text) ?? traceTemplate(text, world.version, factsOf)
    traces.set(text, trace)
    return trace
  }
  const templates = subjects.queries.flatMap((subject) =>
    subject.where === 'alert'
      ? [...subject.texts].flatMap(([key, text]): AlertTemplate[] => {
          if (!text.text.includes('{{')) return []
          return [{ subject, key, text, trace: traceOf(text.text), reading: readings.of(subject) }]
        })
      : [],
  )
  known.set(subjects, templates)
  return templates
}
