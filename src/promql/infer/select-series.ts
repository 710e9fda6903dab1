import type { Matcher, VectorSelector } from '../ast.ts'
import { goPattern } from '../go-pattern.ts'
import { absentLabel, factIn, type LabelFact, type LabelSet, setFact, textsIn } from './label-set.ts'
import { openShape } from './open-shape.ts'
import { limitShapes, type Shape } from './shape.ts'
import type { SeriesInfo, World } from './world.ts'

/** The series that a selector selects. */
export function selectSeries({ name, matchers }: VectorSelector, world: World): readonly Shape[] {
  const wanted = name?.text ?? matchers.find(isName)?.value.value ?? null
  const shapes = wanted === null ? nameless(matchers, world) : named(wanted, world)
  if (matchers.length === 0) return limitShapes(shapes, mostSelected)
  const selected: Shape[] = []
  for (const shape of shapes) {
    const labels = matchLabels(shape.labels, matchers)
    if (labels !== null) selected.push(labels === shape.labels ? shape : { ...shape, labels })
  }
  return limitShapes(selected, mostSelected)
}

/** The labels of those series that matchers leave; `null` when they leave none. */
export function matchLabels(set: LabelSet, matchers: readonly Matcher[]): LabelSet | null {
  let labels: Map<string, LabelFact> | null = null
  let current = set
  for (const matcher of matchers) {
    const before = factIn(current, matcher.label.text)
    const fact = matchFact(before, matcher, textsIn(current, matcher.label.text))
    if (fact === null) return null
    if (fact === before) continue
    labels ??= new Map(set.labels)
    setFact(labels, set.others, matcher.label.text, fact)
    current = { labels, others: set.others }
  }
  return current
}

function matchFact(
  fact: LabelFact,
  { operator, value: { value } }: Matcher,
  texts: readonly string[] | null,
): LabelFact | null {
  if (operator === '=') return matchEqual(fact, value)
  const wanted = operator === '=~'
  const pattern = operator === '!=' ? null : goPattern(value)
  const keeps = (text: string): boolean | null => {
    const matches = pattern === null ? text === value : pattern.matches(text)
    return matches === null ? null : matches === wanted
  }
  const certain = fact.certain || keeps('') === false
  if (texts === null) {
    const only = wanted ? (pattern?.texts ?? null) : null
    return only === null ? known(certain, null, fact) : matchOneOf(only, certain)
  }
  const values = fact.values?.filter((text) => keeps(text) !== false) ?? []
  if (values.length === 0) return certain ? null : fact.values?.length === 0 ? fact : absentLabel
  return known(certain, values.length === fact.values?.length ? fact.values : values, fact)
}

function matchEqual(fact: LabelFact, value: string): LabelFact | null {
  if (value === '') return fact.certain ? null : fact.values?.length === 0 ? fact : absentLabel
  if (fact.values !== null && !fact.values.includes(value)) return null
  return fact.certain && fact.values?.length === 1 ? fact : { certain: true, values: [value] }
}

function matchOneOf(texts: readonly string[], certain: boolean): LabelFact {
  const values = texts.filter((text) => text !== '')
  return values.length === 0 ? absentLabel : { certain, values }
}

/** The fact as it was when nothing has changed. */
function known(certain: boolean, values: readonly string[] | null, before: LabelFact): LabelFact {
  return certain === before.certain && values === before.values ? before : { certain, values }
}

const isName = ({ label, operator }: Matcher) => label.text === '__name__' && operator === '='

function named(name: string, world: World): readonly Shape[] {
  const series = world.series(name)
  return series.length > 0 ? shapesOf(series) : world.mode === 'open' ? [openShape(name)] : none
}

function nameless(matchers: readonly Matcher[], world: World): readonly Shape[] {
  if (world.mode === 'open') return [openShape(null)]
  const onName = matchers.filter(({ label }) => label.text === '__name__')
  const shapes: Shape[] = []
  for (const name of world.names()) {
    const only: LabelSet = { labels: new Map([['__name__', { certain: true, values: [name] }]]), others: false }
    if (matchLabels(only, onName) !== null) shapes.push(...named(name, world))
  }
  return shapes
}

function shapesOf(series: readonly SeriesInfo[]): readonly Shape[] {
  let shapes = remembered.get(series)
  if (shapes === undefined) {
    shapes = series.map(shapeOf)
    remembered.set(series, shapes)
  }
  return shapes
}

function shapeOf({ name, labels, growth, ...rest }: SeriesInfo): Shape {
  const named: readonly [string, LabelFact] = ['__name__', { certain: true, values: [name] }]
  return { ...rest, growth: growth ?? 'raw', labels: { ...labels, labels: new Map([named, ...labels.labels]) } }
}

const none: readonly Shape[] = []
const mostSelected = 64
const remembered = new WeakMap<readonly SeriesInfo[], readonly Shape[]>()
