import type { Alert, Model, Recording } from '../../src/model/model.ts'

type Rule = Alert | Recording

/** What an author got wrong in one rule. */
export interface PlantedFault {
  /** In a few words. */
  readonly fault: string
  /** Name of the rule. */
  readonly rule: string
  /** Texts of the query, and what stands there in their place. */
  readonly query?: Readonly<Record<string, string>>
  /** Texts of the summary, and what stands there in their place. */
  readonly summary?: Readonly<Record<string, string>>
  readonly for?: string
  /** Static labels that are other ones. */
  readonly labels?: Readonly<Record<string, string>>
}

/** A model in which one rule has a fault; `original` is the rule that had none. */
export function plant(
  model: Model,
  fault: PlantedFault,
): { readonly planted: Model; readonly original: Rule; readonly rule: Rule } {
  const rules = model.ruleFiles.flatMap(({ groups }) => groups.flatMap((group) => group.rules))
  const original = rules.find(({ name }) => name === fault.rule)
  if (original === undefined) throw new Error(`there is no rule ${fault.rule}`)
  const rule = faulty(original, fault)
  const ruleFiles = model.ruleFiles.map((file) => ({
    ...file,
    groups: file.groups.map((group) => ({
      ...group,
      rules: group.rules.map((one) => (one === original ? rule : one)),
    })),
  }))
  return { planted: { ...model, ruleFiles }, original, rule }
}

function faulty(original: Rule, { query = {}, summary = {}, for: pause, labels = {} }: PlantedFault): Rule {
  const expr = { ...original.expr, text: replaced(original.expr.text, query) }
  if (original.kind === 'record') return { ...original, expr }
  const annotations = { ...original.annotations, summary: replaced(original.annotations.summary ?? '', summary) }
  const merged = { ...original.labels, ...labels }
  const severity = labels.severity === 'warning' ? 'warning' : original.severity
  return { ...original, expr, annotations, for: pause ?? original.for, labels: merged, severity }
}

function replaced(text: string, by: Readonly<Record<string, string>>): string {
  return Object.entries(by).reduce((so, [from, to]) => {
    if (!so.includes(from)) throw new Error(`${from} does not stand in ${so}`)
    return so.replace(from, to)
  }, text)
}
