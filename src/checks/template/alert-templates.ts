import type { SourceText } from '../../errors/source-text.ts'
import type { Facts } from '../../promql/infer/facts.ts'
import { infer } from '../../promql/infer/infer.ts'
import type { World as InferWorld } from '../../promql/infer/world.ts'
import { parsePromql } from '../../promql/parse.ts'
import type { Reading } from '../readings.ts'
import type { AlertSubject } from '../subject.ts'
import type { World } from '../world.ts'
import { ActionMemory } from './action-memory.ts'
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

/** Gives the templates of one alert after the other. */
export class TemplateReader {
  readonly #world: World
  readonly #known: InferWorld
  readonly #actions: ActionMemory

  /** @param known - the catalog and the recording rules. */
  constructor(world: World, known: InferWorld) {
    this.#world = world
    this.#known = known
    this.#actions = new ActionMemory(world.version)
  }

  templatesOf(subject: AlertSubject, reading: Reading | null): readonly AlertTemplate[] {
    const templates: AlertTemplate[] = []
    for (const [key, text] of subject.texts)
      if (text.text.includes('{{')) templates.push({ subject, key, text, trace: this.#traceOf(text.text), reading })
    return templates
  }

  #traceOf(text: string): Trace {
    return this.#actions.traceOf(text) ?? traceTemplate(text, this.#world.version, (query) => this.#factsOf(query))
  }

  #factsOf(query: string): Facts | null {
    const { node } = parsePromql(query)
    return node === null ? null : infer(node, this.#known).result
  }
}
