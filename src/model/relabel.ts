import { type GoPattern, goPattern } from '../promql/go-pattern.ts'
import type { RelabelRule } from '../spec/scrape.ts'
import { factOf, type LabelFact, type LabelSet, possibleValues } from './label-set.ts'

/** Combinations of source values that are worked through one by one; beyond that, anything is possible. */
const combinationLimit = 256

/**
 * What Prometheus' relabelling makes of labels of which only some is known. Where all source values are known the
 * result is exact; elsewhere it holds everything that can come out.
 *
 * @returns `null` when the rules drop every such series.
 */
export function relabel(set: LabelSet, rules: readonly RelabelRule[]): LabelSet | null {
  let current: LabelSet | null = set
  for (const rule of rules) current = current === null ? null : applyRule(current, rule)
  return current
}

function applyRule(set: LabelSet, rule: RelabelRule): LabelSet | null {
  switch (rule.action ?? 'replace') {
    case 'replace':
      return replace(set, rule)
    case 'keep':
      return select(set, rule, true)
    case 'drop':
      return select(set, rule, false)
    case 'keepequal':
      return compare(set, rule, true)
    case 'dropequal':
      return compare(set, rule, false)
    case 'hashmod':
      return withFact(set, rule.targetLabel ?? '', { certain: true, values: null })
    case 'lowercase':
      return convert(set, rule, (text) => text.toLowerCase())
    case 'uppercase':
      return convert(set, rule, (text) => text.toUpperCase())
    case 'labelmap':
      return labelMap(set, rule)
    case 'labeldrop':
      return filterNames(set, rule, false)
    case 'labelkeep':
      return filterNames(set, rule, true)
  }
}

function replace(set: LabelSet, rule: RelabelRule): LabelSet {
  const { targetLabel = '', replacement = '$1' } = rule
  const sources = sourceTexts(set, rule)
  const pattern = patternOf(rule)
  if (sources === null || sources.some((source) => pattern.matches(source) === null)) return replaceUnknown(set, rule)
  const outcomes = sources.map((source) => {
    const name = pattern.expand(targetLabel, source)
    return name === null ? null : { name, value: pattern.expand(replacement, source) ?? '' }
  })
  let result = set
  for (const name of new Set(outcomes.flatMap((outcome) => outcome?.name ?? []))) {
    const written = outcomes.flatMap((outcome) => (outcome?.name === name ? outcome.value : []))
    const always = written.length === outcomes.length
    const before = always ? [] : possibleValues(set, name)
    const fact = before === null ? { certain: false, values: null } : factOf([...written, ...before])
    result = withFact(result, name, fact)
  }
  return result
}

/** Some source value is not known, so the rule may apply or not, and may write anything that it could build. */
function replaceUnknown(
  set: LabelSet,
  { targetLabel = '', replacement = '$1', regex = '(.*)' }: RelabelRule,
): LabelSet {
  if (targetLabel.includes('$')) return { ...set, open: 'any' }
  const always = /^\(?\.\*\)?$/.test(regex)
  if (replacement.includes('$')) return withFact(set, targetLabel, { certain: false, values: null })
  if (always) return withFact(set, targetLabel, factOf([replacement]))
  const before = possibleValues(set, targetLabel)
  return withFact(
    set,
    targetLabel,
    before === null
      ? { certain: set.labels.get(targetLabel)?.certain === true && replacement !== '', values: null }
      : factOf([...before, replacement]),
  )
}

function select(set: LabelSet, rule: RelabelRule, keep: boolean): LabelSet | null {
  const sources = sourceTexts(set, rule)
  const pattern = patternOf(rule)
  if (sources === null) return set
  const left = sources.filter((source) => pattern.matches(source) !== !keep)
  if (left.length === 0) return null
  const [only, ...others] = rule.sourceLabels ?? []
  return only === undefined || others.length > 0 ? set : withFact(set, only, factOf(left))
}

function compare(set: LabelSet, rule: RelabelRule, keep: boolean): LabelSet | null {
  const sources = sourceTexts(set, rule)
  const targets = possibleValues(set, rule.targetLabel ?? '')
  if (sources?.length !== 1 || targets?.length !== 1) return set
  return (sources[0] === targets[0]) === keep ? set : null
}

function convert(set: LabelSet, rule: RelabelRule, change: (text: string) => string): LabelSet {
  const sources = sourceTexts(set, rule)
  const fact = sources === null ? { certain: false, values: null } : factOf(sources.map(change))
  return withFact(set, rule.targetLabel ?? '', fact)
}

function labelMap(set: LabelSet, rule: RelabelRule): LabelSet {
  const pattern = patternOf(rule)
  let result: LabelSet = set.open === 'none' ? set : { ...set, open: 'any' }
  // In the order of their names, so that of several that become one the last is left, as in Prometheus.
  for (const name of [...set.labels.keys()].sort()) {
    const matches = pattern.matches(name)
    if (matches === null) return { ...set, open: 'any' }
    const target = pattern.expand(rule.replacement ?? '$1', name)
    if (target === null) continue
    const sources = possibleValues(set, name)
    const before = set.labels.get(name)?.certain === true ? [] : possibleValues(result, target)
    const fact =
      sources === null || before === null
        ? { certain: isCertain(set, name) || isCertain(result, target), values: null }
        : factOf([...sources.filter((value) => value !== ''), ...before])
    result = withFact(result, target, fact)
  }
  return result
}

function filterNames(set: LabelSet, rule: RelabelRule, keep: boolean): LabelSet {
  const pattern = patternOf(rule)
  return { ...set, labels: new Map([...set.labels].filter(([name]) => pattern.matches(name) !== !keep)) }
}

const isCertain = ({ labels }: LabelSet, name: string): boolean => labels.get(name)?.certain === true

/** Sets what is known of a label; one that can have no value disappears. */
function withFact(set: LabelSet, name: string, fact: LabelFact): LabelSet {
  const labels = new Map(set.labels)
  if (fact.values?.length === 0) labels.delete(name)
  else if (name !== '') labels.set(name, fact)
  return { ...set, labels }
}

/** Every text that the joined source labels can be; `null` when they are not known or too many. */
function sourceTexts(set: LabelSet, { sourceLabels = [], separator = ';' }: RelabelRule): readonly string[] | null {
  let texts: readonly (readonly string[])[] = [[]]
  for (const name of sourceLabels) {
    const values = possibleValues(set, name)
    if (values === null || texts.length * values.length > combinationLimit) return null
    texts = texts.flatMap((parts) => values.map((value) => [...parts, value]))
  }
  return texts.map((parts) => parts.join(separator))
}

const patternOf = ({ regex = '(.*)' }: RelabelRule): GoPattern => goPattern(regex)
