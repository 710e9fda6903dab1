import { type Facts, growthOf, kindOf, rangeOf, unitOf } from '../../src/promql/infer/facts.ts'
import type { LabelFact, LabelSet } from '../../src/promql/infer/label-set.ts'

/**
 * Reads labels as tests write them: `job!=api instance! state?=active,idle -le …`. A `!` follows a label that every
 * series has, a `?` one that some may have; `-` stands before one that none has, `…` for labels that nobody has named.
 */
export function readLabels(text: string): LabelSet {
  const words = text.split(' ').filter((word) => word !== '' && word !== '…')
  const labels = words.map((word): [string, LabelFact] => {
    if (word.startsWith('-')) return [word.slice(1), { certain: false, values: [] }]
    const [, name = '', presence, values] = /^(\w+)([!?])(?:=(.*))?$/.exec(word) ?? []
    if (name === '') throw new RangeError(`not a label: ${word}`)
    return [name, { certain: presence === '!', values: values?.split(',') ?? null }]
  })
  return { labels: new Map(labels), others: text.includes('…') }
}

/** Writes labels in the same way, in the order of their names. */
export function writeLabels({ labels, others }: LabelSet): string {
  const words = [...labels]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { certain, values }]) =>
      values?.length === 0
        ? `-${name}`
        : `${name}${certain ? '!' : '?'}${values === null ? '' : `=${[...values].sort().join(',')}`}`,
    )
  return [...words, ...(others ? ['…'] : [])].join(' ')
}

/** The labels of all alternatives, as `writeLabels` writes them. */
export function writeAlternatives({ shapes }: Facts): string {
  return shapes.length === 0 ? 'nothing' : shapes.map(({ labels }) => writeLabels(labels)).join(' | ')
}

/** Kind, growth where there is one, unit and range: `counter rate 1/seconds 0..Infinity`. */
export function writeValue(facts: Facts): string {
  const range = rangeOf(facts)
  if (range === null) return 'nothing'
  const growth = growthOf(facts)
  const bounds = range.min === range.max ? `${range.min}` : `${range.min}..${range.max}`
  return [kindOf(facts), growth === 'raw' ? '' : growth, unitOf(facts), bounds, range.nan ? 'NaN' : '']
    .filter((word) => word !== '')
    .join(' ')
}
