import { rangeOf, unitOf } from '../promql/infer/facts.ts'
import { unitInWords } from '../promql/infer/unit.ts'
import { findingBeside, findingsAmong, type TemplateCheck } from './query-check.ts'
import type { AlertTemplate } from './template/alert-templates.ts'
import type { ValueUse } from './template/trace.ts'

/** A value is shown in its unit, and is no label. */
export const templateValue: TemplateCheck = {
  kind: 'template',
  id: 'template-value',
  severity: 'warning',
  inspect: (template) =>
    findingsAmong(template.trace.values, (use) => {
      const fault = faultOf(use, template)
      return fault === null ? null : findingBeside(template.subject, template.key, use, fault)
    }),
}

/** What a function of templates shows. */
const shows: Readonly<Record<string, readonly string[]>> = {
  humanizeDuration: ['seconds'],
  humanizeTimestamp: ['seconds'],
  humanizePercentage: ['ratio', 'none'],
  humanize1024: ['bytes', 'bytes/seconds', 'none', 'ratio'],
}
const formats: Readonly<Record<string, string>> = {
  seconds: 'humanizeDuration',
  bytes: 'humanize1024',
  'bytes/seconds': 'humanize1024',
  ratio: 'humanizePercentage',
}

function faultOf({ format, behind }: ValueUse, { subject, key, reading }: AlertTemplate) {
  if (key.startsWith('labels.'))
    return {
      severity: 'error' as const,
      message: `${subject.name}: a label with the value in it makes another alert whenever the value changes`,
      hint: 'Put it in an annotation.',
    }
  const facts = reading?.result
  const unit = facts === undefined ? 'unknown' : unitOf(facts)
  if (facts === undefined || unit === 'unknown') return null
  const shown = shows[format]
  const better = formats[unit]
  const hint = better === undefined ? 'Use `humanize`, or `printf` with the digits wanted.' : `Use \`${better}\`.`
  if (shown !== undefined && !shown.includes(unit))
    return { message: `${subject.name}: ${format} of a value in ${unitInWords(unit)}`, hint }
  const isPercent = format !== 'humanizePercentage' && (behind === '%' || format.endsWith('%%"'))
  if (unit === 'ratio' && isPercent && (rangeOf(facts)?.max ?? 2) <= 1)
    return { message: `${subject.name}: a ratio from 0 to 1 is shown with a percent sign`, hint }
  if (format !== '' && !/^printf "%[vs]/.test(format)) return null
  if (unit === 'none') return null
  return {
    message: `${subject.name}: the value, in ${unitInWords(unit)}, is shown unformatted, with all its digits`,
    hint,
  }
}
