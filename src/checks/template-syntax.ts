import { findingBeside, type TemplateCheck } from './query-check.ts'

/** A template of a label or an annotation is one, and can be filled in. */
export const templateSyntax: TemplateCheck = {
  kind: 'template',
  id: 'template-syntax',
  severity: 'error',
  inspect: ({ subject, key, trace }) =>
    trace.faults.map((fault) =>
      findingBeside(subject, key, fault, {
        message: `${subject.name}: ${fault.message}`,
        hint: 'Prometheus refuses the rule, or sends the error in place of the text.',
      }),
    ),
}
