import { type GoPattern, goPattern, placeholder } from '../go-pattern.ts'
import { factIn, factOf, joinFacts, type LabelFact, type LabelSet, textsIn, withLabel } from './label-set.ts'
import type { Shape } from './shape.ts'

/** The result of `label_replace`; an argument that is no text is `null`. */
export function replaceLabel(shape: Shape, args: readonly (string | null)[]): Shape {
  const [target = null, template = null, source = null, regex = null] = args
  if (target === null) return shape
  if (template === null || source === null || regex === null) return written(shape, target, unknown)
  return written(shape, target, replaced(shape.labels, target, template, source, goPattern(regex)))
}

/** The result of `label_join`. */
export function joinLabels(shape: Shape, args: readonly (string | null)[]): Shape {
  const [target = null, separator = null, ...sources] = args
  if (target === null) return shape
  if (separator === null) return written(shape, target, unknown)
  return written(shape, target, joined(shape.labels, separator, sources))
}

function replaced(set: LabelSet, target: string, template: string, source: string, pattern: GoPattern): LabelFact {
  const before = factIn(set, target)
  const texts = textsIn(set, source)
  if (texts === null) {
    const value = !template.includes('$')
      ? factOf([template])
      : pattern.everything && wholeMatch.has(template)
        ? factIn(set, source)
        : unknownText(template)
    return pattern.everything ? value : joinFacts(before, value)
  }
  let fact: LabelFact | null = null
  for (const text of texts) {
    // Only where the source decides about the target itself is what was there before known as well.
    const kept = target === source ? factOf([text]) : before
    const matches = pattern.matches(text)
    const value = matches === false ? kept : expanded(template, text, pattern)
    const outcome = matches === null ? joinFacts(kept, value) : value
    fact = fact === null ? outcome : joinFacts(fact, outcome)
  }
  return fact ?? before
}

function expanded(template: string, text: string, pattern: GoPattern): LabelFact {
  if (!template.includes('$')) return factOf([template])
  const value = pattern.expand(template, text)
  return value === null ? unknownText(template) : factOf([value])
}

/** What a template gives when its groups are not known: never nothing, when there is text between them. */
function unknownText(template: string): LabelFact {
  return { certain: template.replace(placeholder, '') !== '', values: null }
}

function joined(set: LabelSet, separator: string, sources: readonly (string | null)[]): LabelFact {
  let texts: readonly string[] | null = sources.length === 0 ? [''] : null
  for (const [index, source] of sources.entries()) {
    const own = source === null ? null : textsIn(set, source)
    if (own === null || own.length * (texts?.length ?? 1) > mostTexts) return joinedUnknown(set, separator, sources)
    const before: readonly string[] = texts ?? ['']
    texts = index === 0 ? own : before.flatMap((text) => own.map((part) => `${text}${separator}${part}`))
  }
  return factOf(texts ?? [''])
}

function joinedUnknown(set: LabelSet, separator: string, sources: readonly (string | null)[]): LabelFact {
  const separated = separator !== '' && sources.length > 1
  return {
    certain: separated || sources.some((source) => source !== null && factIn(set, source).certain),
    values: null,
  }
}

function written(shape: Shape, target: string, fact: LabelFact): Shape {
  return { ...shape, labels: withLabel(shape.labels, target, fact) }
}

const unknown: LabelFact = { certain: false, values: null }
const wholeMatch: ReadonlySet<string> = new Set(['$0', '${0}', '$1', '${1}'])
const mostTexts = 64
