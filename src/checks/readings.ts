import { inferWorldOf } from '../model/infer-world.ts'
import type { Aggregation, Binary, Call, Expr, MatrixSelector, VectorSelector } from '../promql/ast.ts'
import type { Facts } from '../promql/infer/facts.ts'
import { type Inference, infer } from '../promql/infer/infer.ts'
import { InferenceMemory } from '../promql/infer/memory.ts'
import { type Recording, withRecordings } from '../promql/infer/recording.ts'
import type { World as InferWorld } from '../promql/infer/world.ts'
import { SortedParts } from './sorted-parts.ts'
import type { QuerySubject, Subjects } from './subject.ts'
import type { World } from './world.ts'

/** A query that was parsed, with what is known of each of its parts. */
export interface Reading {
  readonly subject: QuerySubject
  readonly expr: Expr
  /** What is known of the result. */
  readonly result: Facts
  /** What is known of each part. Worked out again when it is asked for after that of another query. */
  readonly inference: Inference
  /** The expression and all that it is made of, outermost first. */
  readonly parts: readonly Expr[]
  /** Those of the parts that are of a kind. */
  readonly selectors: readonly VectorSelector[]
  readonly ranges: readonly MatrixSelector[]
  readonly calls: readonly Call[]
  readonly aggregations: readonly Aggregation[]
  readonly binaries: readonly Binary[]
}

/** What all checks of one run share. */
export interface Readings {
  readonly all: readonly Reading[]
  /** `null` for a query with syntax faults. */
  of(subject: QuerySubject): Reading | null
  /** The catalog and the recording rules. */
  readonly world: InferWorld
}

const known = new WeakMap<Subjects, Readings>()

/** The queries without syntax faults; what is known of each is worked out once, when a check asks for it. */
export function readingsOf(subjects: Subjects, world: World): Readings {
  const found = known.get(subjects)
  if (found !== undefined) return found
  const readings = readAll(subjects, withRecordings(inferWorldOf(world.catalog, world.mode), recordingsAmong(subjects)))
  known.set(subjects, readings)
  return readings
}

/** The recording rules among the subjects, as far as they can be read. */
function recordingsAmong({ queries }: Subjects): readonly Recording[] {
  return queries.flatMap((subject) =>
    subject.where === 'record' && subject.expr !== null
      ? [{ name: subject.name, expr: subject.expr, labels: subject.labels }]
      : [],
  )
}

function readAll({ queries }: Subjects, world: InferWorld): Readings {
  const last = new LastQuery(world)
  const readings = new Map<QuerySubject, Reading>()
  for (const subject of queries)
    if (subject.expr !== null) readings.set(subject, new LazyReading(subject, subject.expr, last))
  return { all: [...readings.values()], of: (subject) => readings.get(subject) ?? null, world }
}

/** Checks ask several times for one query before they come to the next; to keep what is known of thousands costs more. */
class LastQuery {
  readonly #world: InferWorld
  readonly #memory = new InferenceMemory()
  #inferred: Expr | null = null
  #inference: Inference | null = null
  #parsed: Expr | null = null
  #parts: SortedParts | null = null

  constructor(world: InferWorld) {
    this.#world = world
  }

  inferenceOf(expr: Expr, text: string): Inference {
    if (this.#inference !== null && this.#inferred === expr) return this.#inference
    const inference = infer(expr, this.#world, { text, memory: this.#memory })
    this.#inferred = expr
    this.#inference = inference
    return inference
  }

  partsOf(expr: Expr): SortedParts {
    if (this.#parts !== null && this.#parsed === expr) return this.#parts
    this.#parsed = expr
    this.#parts = new SortedParts(expr)
    return this.#parts
  }
}

class LazyReading implements Reading {
  readonly subject: QuerySubject
  readonly expr: Expr
  readonly #last: LastQuery
  #result: Facts | null = null

  constructor(subject: QuerySubject, expr: Expr, last: LastQuery) {
    this.subject = subject
    this.expr = expr
    this.#last = last
  }

  get result(): Facts {
    this.#result ??= this.inference.result
    return this.#result
  }

  get inference(): Inference {
    const inference = this.#last.inferenceOf(this.expr, this.subject.text)
    this.#result = inference.result
    return inference
  }

  get parts(): readonly Expr[] {
    return this.#last.partsOf(this.expr).parts
  }

  get selectors(): readonly VectorSelector[] {
    return this.#last.partsOf(this.expr).selectors
  }

  get ranges(): readonly MatrixSelector[] {
    return this.#last.partsOf(this.expr).ranges
  }

  get calls(): readonly Call[] {
    return this.#last.partsOf(this.expr).calls
  }

  get aggregations(): readonly Aggregation[] {
    return this.#last.partsOf(this.expr).aggregations
  }

  get binaries(): readonly Binary[] {
    return this.#last.partsOf(this.expr).binaries
  }
}

/** An expression without the parentheses around it. */
export function withoutParens(expr: Expr): Expr {
  return expr.kind === 'parens' ? withoutParens(expr.operand) : expr
}

/** The name that a selector asks for; `null` when it asks by a pattern, or not at all. */
export function nameOf({ name, matchers }: VectorSelector): string | null {
  if (name !== null) return name.text
  const matcher = matchers.find(({ label, operator }) => label.text === '__name__' && operator === '=')
  return matcher?.value.value ?? null
}

/** Whether a piece of a query was put in place of one of Grafana's variables, so that nothing can be said of it. */
export function isReplaced(subject: QuerySubject, span: { readonly from: number; readonly to: number }): boolean {
  const { from, to } = subject.written(span)
  return subject.where !== 'alert' && subject.where !== 'record' && /\$|\[\[/.test(subject.source.text.slice(from, to))
}
