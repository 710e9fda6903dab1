import type { Span } from '../promql/ast.ts'
import { infer } from '../promql/infer/infer.ts'
import { parsePromql } from '../promql/parse.ts'
import { checkTypes } from '../promql/typecheck.ts'
import { findingBeside, findingsAmong, type TemplateCheck } from './query-check.ts'
import type { QueryUse } from './template/trace.ts'

/** The PromQL within a template is right, and asks for what there is. */
export const templateQuery: TemplateCheck = {
  kind: 'template',
  id: 'template-query',
  severity: 'error',
  inspect: ({ subject, key, trace }, world, known) =>
    findingsAmong(trace.queries, (use) => {
      const { node, faults } = parsePromql(use.text)
      const found = node === null ? faults : checkTypes(node, world.version)
      const [fault] = use.isOpen ? [] : found
      if (fault !== undefined)
        return findingBeside(subject, key, spanIn(use, fault), {
          message: `${subject.name}: the query in the template: ${fault.message}`,
          hint: '',
        })
      if (node === null || found.length > 0 || infer(node, known).result.shapes.length > 0) return null
      return findingBeside(subject, key, use.literal, {
        message: `${subject.name}: the query in the template finds no series`,
        hint: 'Name a metric and labels that the stack has.',
      })
    }),
}

/** The part of the template in which a part of the query was written. */
function spanIn({ literal: { offsets, to } }: QueryUse, span: Span): Span {
  const from = offsets[span.from] ?? to - 1
  return { from, to: Math.max(from, offsets[span.to] ?? to - 1) }
}
