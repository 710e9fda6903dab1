import type { Binary, Expr } from '../ast.ts'
import type { Facts } from './facts.ts'
import { inferAggregation } from './infer-aggregation.ts'
import { type BinaryFacts, inferBinary } from './infer-binary.ts'
import { inferCall } from './infer-call.ts'
import { withoutName } from './label-set.ts'
import type { MatchFacts, Verdict } from './match-facts.ts'
import type { InferenceMemory } from './memory.ts'
import { negate } from './range-arithmetic.ts'
import { selectSeries } from './select-series.ts'
import { grows, numberShape } from './shape.ts'
import { exactly } from './value-range.ts'
import type { World } from './world.ts'

/** What is known of an expression and of each of its parts. */
export interface Inference {
  readonly result: Facts
  /** What is known of a part; it must be a node of the tree that was inferred. */
  of(node: Expr): Facts
  /** How the sides of an operator between vectors meet; `null` for any other. */
  matchOf(node: Binary): MatchFacts | null
  /** Whether a comparison always or never holds, where values meet at all; `null` for any other operator. */
  verdictOf(node: Binary): Verdict | null
}

/**
 * Works out which labels the series of an expression have, and what their values are, without any data.
 * Total: takes every tree that parses, one that does not pass the type check included.
 */
export function infer(expr: Expr, world: World, remembered: Remembered | null = null): Inference {
  return new Inferrer(expr, world, remembered)
}

/** The text of an expression, with what is known of parts that other texts share with it. */
export interface Remembered {
  readonly text: string
  readonly memory: InferenceMemory
}

class Inferrer implements Inference {
  readonly result: Facts
  private readonly facts = new Map<Expr, Facts>()
  private readonly outcomes = new Map<Binary, BinaryFacts>()
  private readonly world: World
  private readonly remembered: Remembered | null

  constructor(expr: Expr, world: World, remembered: Remembered | null) {
    this.world = world
    this.remembered = remembered
    this.result = this.visit(expr)
  }

  /** What is inside of a remembered part is only visited now. */
  of(node: Expr): Facts {
    return this.facts.get(node) ?? this.visit(node)
  }

  matchOf(node: Binary): MatchFacts | null {
    this.of(node)
    return this.outcomes.get(node)?.match ?? null
  }

  verdictOf(node: Binary): Verdict | null {
    this.of(node)
    return this.outcomes.get(node)?.verdict ?? null
  }

  private visit(node: Expr): Facts {
    const { remembered } = this
    const facts =
      remembered !== null && isShared(node)
        ? remembered.memory.recall(node, remembered.text, () => this.work(node))
        : this.work(node)
    this.facts.set(node, facts)
    return facts
  }

  private work(node: Expr): Facts {
    switch (node.kind) {
      case 'number':
        return { type: 'scalar', shapes: [numberShape(exactly(node.value))], certain: true }
      case 'string':
        return text
      case 'vector':
        return { type: 'instant', shapes: selectSeries(node, this.world), certain: false }
      case 'matrix':
        return { ...this.visit(node.selector), type: 'range' }
      case 'subquery':
        return { type: 'range', shapes: this.visit(node.operand).shapes, certain: false }
      case 'parens':
        return this.visit(node.operand)
      case 'unary': {
        const operand = this.visit(node.operand)
        return node.operator === '+' ? operand : negated(operand)
      }
      case 'call':
        return inferCall(
          node,
          node.args.map((arg) => this.visit(arg)),
        )
      case 'aggregation': {
        const param = node.param === null ? null : this.visit(node.param)
        return inferAggregation(node, this.visit(node.operand), param)
      }
      case 'binary': {
        const outcome = inferBinary(node, this.visit(node.left), this.visit(node.right))
        this.outcomes.set(node, outcome)
        return outcome.facts
      }
    }
  }
}

/** Kinds of parts that other queries often have as well. */
function isShared({ kind }: Expr): boolean {
  return kind === 'vector' || kind === 'matrix' || kind === 'call' || kind === 'aggregation'
}

const text: Facts = { type: 'string', shapes: [], certain: true }

function negated({ type, shapes, certain }: Facts): Facts {
  return {
    type,
    certain,
    shapes: shapes.map((shape) => ({
      ...shape,
      labels: withoutName(shape.labels),
      range: negate(shape.range),
      ...(grows(shape.kind) ? { kind: 'gauge', growth: 'raw' } : {}),
    })),
  }
}
