import { suggestHint } from '../errors/suggest.ts'
import { hasOtherLabels, labelsOf, presenceOf } from '../promql/infer/facts.ts'
import { findingBeside, findingsAmong, type TemplateCheck } from './query-check.ts'
import type { AlertTemplate } from './template/alert-templates.ts'
import type { LabelUse } from './template/trace.ts'
import type { World } from './world.ts'

/** A template names labels that the result has. */
export const templateLabel: TemplateCheck = {
  kind: 'template',
  id: 'template-label',
  severity: 'error',
  inspect: (template, world) =>
    findingsAmong(template.trace.labels, (use) => {
      const fault = faultOf(use, template, world)
      return fault === null ? null : findingBeside(template.subject, template.key, use, fault)
    }),
}

function faultOf(use: LabelUse, { subject, reading }: AlertTemplate, { ours, externalLabels }: World) {
  const { name, of } = use
  if (of === 'external') {
    if (!ours || name in externalLabels) return null
    return {
      message: `${subject.name}: there is no external label ${name}`,
      hint: suggestHint(name, Object.keys(externalLabels)),
    }
  }
  const facts = of === 'query' ? use.facts : (reading?.result ?? null)
  if (facts === null || facts.shapes.length === 0 || presenceOf(facts, name) !== 'impossible') return null
  const whose = of === 'query' ? 'the result of the query in the template' : 'the result of the query'
  if (of === 'alert' && name in subject.labels)
    return {
      message: `${subject.name}: ${name} is a label of the rule, and templates see those of the result only`,
      hint: 'Write the text itself; the rule has only one.',
    }
  const known = labelsOf(facts)
  return {
    message: `${subject.name}: ${whose} has no label ${name}`,
    hint: hasOtherLabels(facts)
      ? 'The query takes it away.'
      : known.length === 0
        ? 'It has none.'
        : suggestHint(name, known),
  }
}
