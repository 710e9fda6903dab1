import { findingBeside, type QueryCheck } from './query-check.ts'
import { alertTemplatesOf } from './template/alert-templates.ts'

/** A template of a label or an annotation is one, and can be filled in. */
export const templateSyntax: QueryCheck = {
  kind: 'query',
  id: 'template-syntax',
  severity: 'error',
  run: (subjects, world) =>
    alertTemplatesOf(subjects, world).flatMap(({ subject, key, trace }) =>
      trace.faults.map((fault) =>
        findingBeside(subject, key, fault, {
          message: `${subject.name}: ${fault.message}`,
          hint: 'Prometheus refuses the rule, or sends the error in place of the text.',
        }),
      ),
    ),
}
