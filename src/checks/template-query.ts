import type { Span } from '../promql/ast.ts'
import { infer } from '../promql/infer/infer.ts'
import { parsePromql } from '../promql/parse.ts'
import { checkTypes } from '../promql/typecheck.ts'
import { findingBeside, type QueryCheck } from './query-check.ts'
import { readingsOf } from './readings.ts'
import { alertTemplatesOf } from './template/alert-templates.ts'
import type { QueryUse } from './template/trace.ts'

/** The PromQL within a template is right, and asks for what there is. */
export const templateQuery: QueryCheck = {
  kind: 'query',
  id: 'template-query',
  severity: 'error',
  run(subjects, world) {
    const { world: whole } = readingsOf(subjects, world)
    return alertTemplatesOf(subjects, world).flatMap(({ subject, key, trace }) =>
      trace.queries.flatMap((use) => {
        const { node, faults } = parsePromql(use.text)
        const found = node === null ? faults : checkTypes(node, world.version)
        const [fault] = use.isOpen ? [] : found
        if (fault !== undefined)
          return [
            findingBeside(subject, key, spanIn(use, fault), {
              message: `${subject.name}: the query in the template: ${fault.message}`,
              hint: '',
            }),
          ]
        if (node === null || found.length > 0 || infer(node, whole).result.shapes.length > 0) return []
        return [
          findingBeside(subject, key, use.literal, {
            message: `${subject.name}: the query in the template finds no series`,
            hint: 'Name a metric and labels that the stack has.',
          }),
        ]
      }),
    )
  },
}

/** The part of the template in which a part of the query was written. */
function spanIn({ literal: { offsets, to } }: QueryUse, span: Span): Span {
  const from = offsets[span.from] ?? to - 1
  return { from, to: Math.max(from, offsets[span.to] ?? to - 1) }
}
