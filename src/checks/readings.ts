import { inferWorldOf } from '../model/infer-world.ts'
import type { Binary, Expr, VectorSelector } from '../promql/ast.ts'
import { childrenOf } from '../promql/children-of.ts'
import type { Facts } from '../promql/infer/facts.ts'
import { type Inference, infer } from '../promql/infer/infer.ts'
import { InferenceMemory } from '../promql/infer/memory.ts'
import { type Recording, withRecordings } from '../promql/infer/recording.ts'
import type { World as InferWorld } from '../promql/infer/world.ts'
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
  /** The selectors among the parts. */
  readonly selectors: readonly VectorSelector[]
  /** The operators among the parts. */
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
  const inferrer = new LastInference(world)
  const readings = new Map<QuerySubject, Reading>()
  for (const subject of queries)
    if (subject.expr !== null) readings.set(subject, new LazyReading(subject, subject.expr, inferrer))
  return { all: [...readings.values()], of: (subject) => readings.get(subject) ?? null, world }
}

/** Checks ask several times for one query before they come to the next; to keep what is known of thousands costs more. */
class LastInference {
  readonly #world: InferWorld
  readonly #memory = new InferenceMemory()
  #expr: Expr | null = null
  #inference: Inference | null = null

  constructor(world: InferWorld) {
    this.#world = world
  }

  of(expr: Expr, text: string): Inference {
    if (this.#inference !== null && this.#expr === expr) return this.#inference
    const inference = infer(expr, this.#world, { text, memory: this.#memory })
    this.#expr = expr
    this.#inference = inference
    return inference
  }
}

class LazyReading implements Reading {
  readonly subject: QuerySubject
  readonly expr: Expr
  readonly #inferrer: LastInference
  #result: Facts | null = null
  #parts: readonly Expr[] | null = null
  #selectors: readonly VectorSelector[] | null = null
  #binaries: readonly Binary[] | null = null

  constructor(subject: QuerySubject, expr: Expr, inferrer: LastInference) {
    this.subject = subject
    this.expr = expr
    this.#inferrer = inferrer
  }

  get result(): Facts {
    this.#result ??= this.inference.result
    return this.#result
  }

  get inference(): Inference {
    const inference = this.#inferrer.of(this.expr, this.subject.text)
    this.#result = inference.result
    return inference
  }

  get parts(): readonly Expr[] {
    this.#parts ??= partsOf(this.expr)
    return this.#parts
  }

  get selectors(): readonly VectorSelector[] {
    this.#selectors ??= this.parts.filter((node) => node.kind === 'vector')
    return this.#selectors
  }

  get binaries(): readonly Binary[] {
    this.#binaries ??= this.parts.filter((node) => node.kind === 'binary')
    return this.#binaries
  }
}

/** An expression and all that it is made of, outermost first. */
export function partsOf(expr: Expr): readonly Expr[] {
  const parts: Expr[] = []
  collect(expr, parts)
  return parts
}

function collect(node: Expr, parts: Expr[]): void {
  parts.push(node)
  for (const child of childrenOf(node)) collect(child, parts)
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
