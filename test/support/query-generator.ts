import type { World } from '../../src/promql/infer/world.ts'
import { diceOf } from './openmetrics-of-world.ts'

/** Expressions over the series of a world that pass the type check; the same each time for a seed. */
export function generateQueries(world: World, count: number, seed: number): readonly string[] {
  const generator = new Generator(world, diceOf(seed))
  return Array.from({ length: count }, () => generator.vector(3))
}

const labels = 'job instance code method state datname route le mode pool version edition shard tier ghost'.split(' ')
const values = ['api', 'db', 'cache', 'api-1', 'db-2', '500', 'GET', 'active', 'hot', 'a', 'l1', '0.5', 'ghost', '']
const patterns = [
  'api|db',
  '.*',
  '.+',
  'a.*',
  '5..',
  '4..|5..',
  '[^a]+',
  'api-[12]',
  '',
  'GET|',
  '(db)-(.)',
  '(?i:A.*)',
  '(a|b)+',
]

class Generator {
  private readonly names: readonly string[]
  private readonly die: () => number

  constructor(world: World, die: () => number) {
    this.names = [...world.names()]
    this.die = die
  }

  vector(depth: number): string {
    if (depth === 0 || this.chance(0.12)) return this.selector()
    const inner = () => this.vector(depth - 1)
    return this.pick([
      () => this.selector(),
      () => `${this.pick(['rate', 'increase', 'irate', 'delta', 'resets', 'changes', 'deriv'])}(${this.range(depth)})`,
      () =>
        `${this.pick(['avg', 'min', 'max', 'sum', 'last', 'count', 'stddev', 'stdvar', 'present'])}_over_time(${this.range(depth)})`,
      () => `quantile_over_time(${this.number()}, ${this.range(depth)})`,
      () =>
        `${this.pick(['abs', 'ceil', 'floor', 'sqrt', 'exp', 'ln', 'sgn', 'sort', 'round', 'timestamp', 'hour', 'month', 'log2', 'atan', 'sin', 'deg'])}(${inner()})`,
      () => `vector(scalar(${inner()}))`,
      () => `${this.pick(['-', '+'])}(${inner()})`,
      () => `clamp(${inner()}, ${this.number()}, ${this.number()})`,
      () => `${this.pick(['clamp_min', 'clamp_max', 'round'])}(${inner()}, ${this.number()})`,
      () => `absent(${this.chance(0.7) ? this.selector() : inner()})`,
      () => `absent_over_time(${this.range(depth)})`,
      () => this.aggregation(depth),
      () => this.aggregation(depth),
      () => this.aggregation(depth),
      () => this.withNumber(depth),
      () => this.withNumber(depth),
      () => this.binary(depth),
      () => this.binary(depth),
      () => this.binary(depth),
      () => this.binary(depth),
      () => this.relabelled(depth),
      () => this.relabelled(depth),
      () => `histogram_quantile(${this.pick(['0.5', '0.95', '1', '1.5', '0'])}, ${this.buckets()})`,
      () => `vector(${this.number()})`,
    ])()
  }

  private selector(): string {
    if (this.chance(0.04))
      return `{__name__=~"${this.pick(['memory.*', 'connections.*', 'up|leader', '.*_total'])}"${this.chance(0.5) ? `,${this.matcher()}` : ''}}`
    const matchers = Array.from({ length: this.chance(0.5) ? 0 : this.chance(0.7) ? 1 : 2 }, () => this.matcher())
    return `${this.pick(this.names)}${matchers.length === 0 ? '' : `{${matchers.join(',')}}`}`
  }

  private matcher(): string {
    const operator = this.pick(['=', '=', '!=', '=~', '!~'])
    return `${this.pick(labels)}${operator}"${this.pick(operator.includes('~') ? patterns : values)}"`
  }

  private range(depth: number): string {
    return this.chance(0.75) ? `${this.selector()}[5m]` : `(${this.vector(depth - 1)})[5m:30s]`
  }

  private aggregation(depth: number): string {
    const operator = this.pick([
      'sum',
      'avg',
      'min',
      'max',
      'count',
      'group',
      'stddev',
      'stdvar',
      'topk',
      'bottomk',
      'quantile',
      'count_values',
      'sum',
      'max',
    ])
    const param =
      { topk: '2, ', bottomk: '1, ', quantile: `${this.number()}, `, count_values: `"${this.pick(labels)}", ` }[
        operator
      ] ?? ''
    const grouping = this.chance(0.3) ? '' : ` ${this.pick(['by', 'by', 'without'])} (${this.someLabels(3)})`
    return `${operator}${grouping} (${param}${this.vector(depth - 1)})`
  }

  private withNumber(depth: number): string {
    const sides = [this.vector(depth - 1), this.chance(0.8) ? this.number() : 'time()']
    if (this.chance(0.3)) sides.reverse()
    return `(${sides[0]} ${this.operator(false)} ${sides[1]})`
  }

  private binary(depth: number): string {
    const operator = this.operator(true)
    const set = /and|or|unless/.test(operator)
    const left = this.vector(depth - 1)
    const right = this.chance(0.3) ? this.selector() : this.vector(depth - 1)
    if (this.chance(0.35)) return `(${left} ${operator} ${right})`
    const [kind, names] = [this.pick(['on', 'on', 'ignoring']), this.someLabels(3)]
    const included = labels.filter((label) => !names.split(', ').includes(label))
    const group =
      set || this.chance(0.5)
        ? ''
        : ` ${this.pick(['group_left', 'group_right'])} (${this.chance(0.6) ? '' : this.pick(included)})`
    return `(${left} ${operator} ${kind} (${names})${group} ${right})`
  }

  private operator(sets: boolean): string {
    return this.pick([
      '+',
      '-',
      '*',
      '/',
      '/',
      '%',
      '^',
      'atan2',
      '==',
      '!=',
      '>',
      '<',
      '>=',
      '<=',
      '> bool',
      '== bool',
      ...(sets ? ['and', 'or', 'unless', 'and', 'or'] : []),
    ])
  }

  private relabelled(depth: number): string {
    const [target, source] = [this.pick([...labels, '__name__']), this.pick(labels)]
    const inner = this.vector(depth - 1)
    if (this.chance(0.3))
      return `label_join(${inner}, "${target}", "${this.pick(['-', ''])}", "${source}", "${this.pick(labels)}")`
    const template = this.pick(['$1', 'x-$1', 'fixed', '', '${1}$2'])
    const pattern = this.pick(['(.*)', '(.+)', '.*', 'a(.*)', '(db|api)-(.)', '(GET|)', '5(0+)'])
    return `label_replace(${inner}, "${target}", "${template}", "${source}", "${pattern}")`
  }

  private buckets(): string {
    const rate = 'rate(latency_seconds_bucket[5m])'
    return this.pick([
      rate,
      `sum by (le) (${rate})`,
      `sum by (le, route) (${rate})`,
      `sum without (instance) (${rate})`,
      `sum by (route) (${rate})`,
      'latency_seconds_bucket{le=~"0.1|0.5|.Inf"}',
      'latency_seconds_bucket{le!="2.5"}',
    ])
  }

  private number(): string {
    return this.pick(['0', '1', '0.5', '2', '-1', '100', '10', 'NaN', 'Inf', '0.95', '2.5', '-40', '1e9'])
  }

  private someLabels(most: number): string {
    const count = Math.floor(this.die() * (most + 1))
    return [
      ...new Set(Array.from({ length: count }, () => this.pick(this.chance(0.5) ? ['job', 'instance'] : labels))),
    ].join(', ')
  }

  private chance(probability: number): boolean {
    return this.die() < probability
  }

  private pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.die() * items.length)]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }
}
