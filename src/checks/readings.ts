import { inferWorldOf } from '../model/infer-world.ts'
import type { Binary, Expr, VectorSelector } from '../promql/ast.ts'
import { childrenOf } from '../promql/children-of.ts'
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

/** The queries without syntax faults. What is known of each is at hand for whatever checks ask one after the other. */
export function readingsOf(subjects: Subjects, world: World): Readings {
  const found = known.get(subjects)
  if (found !== undefined) return found
  const readings = new BriefReadings(
    subjects,
    withRecordings(inferWorldOf(world.catalog, world.mode), recordingsAmong(subjects)),
  )
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

/** Keeps trees only when all are asked for: for one query after the other, to parse each then takes less time. */
class BriefReadings implements Readings {
  readonly world: InferWorld
  readonly #queries: readonly QuerySubject[]
  readonly #reader: Reader
  #kept: ReadonlyMap<QuerySubject, Reading> | null = null
  #all: readonly Reading[] = []

  constructor({ queries }: Subjects, world: InferWorld) {
    this.world = world
    this.#queries = queries
    this.#reader = new Reader(world)
  }

  get all(): readonly Reading[] {
    if (this.#kept === null) {
      this.#all = this.#queries.flatMap((subject) => this.#read(subject) ?? [])
      this.#kept = new Map(this.#all.map((reading) => [reading.subject, reading]))
    }
    return this.#all
  }

  of(subject: QuerySubject): Reading | null {
    return this.#kept === null ? this.#read(subject) : (this.#kept.get(subject) ?? null)
  }

  #read(subject: QuerySubject): Reading | null {
    const { expr } = subject
    return expr === null ? null : new BriefReading(subject, expr, this.#reader)
  }
}

/** What is known of a query's parts. */
type Known = Pick<Reading, 'inference' | 'parts' | 'selectors' | 'binaries'>

/** Remembers only the query that was asked for last: to keep all of them takes more time than to read one again. */
class Reader {
  readonly #world: InferWorld
  readonly #memory = new InferenceMemory()
  #last: Expr | null = null
  #known: Known | null = null

  constructor(world: InferWorld) {
    this.#world = world
  }

  read(expr: Expr, text: string): Known {
    if (this.#known !== null && this.#last === expr) return this.#known
    const parts = partsOf(expr)
    const known = {
      inference: infer(expr, this.#world, { text, memory: this.#memory }),
      parts,
      selectors: parts.filter((node) => node.kind === 'vector'),
      binaries: parts.filter((node) => node.kind === 'binary'),
    }
    this.#last = expr
    this.#known = known
    return known
  }
}

class BriefReading implements Reading {
  readonly subject: QuerySubject
  readonly expr: Expr
  readonly #reader: Reader

  constructor(subject: QuerySubject, expr: Expr, reader: Reader) {
    this.subject = subject
    this.expr = expr
    this.#reader = reader
  }

  get inference(): Inference {
    return this.#reader.read(this.expr, this.subject.text).inference
  }

  get parts(): readonly Expr[] {
    return this.#reader.read(this.expr, this.subject.text).parts
  }

  get selectors(): readonly VectorSelector[] {
    return this.#reader.read(this.expr, this.subject.text).selectors
  }

  get binaries(): readonly Binary[] {
    return this.#reader.read(this.expr, this.subject.text).binaries
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
