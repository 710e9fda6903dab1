import type { Facts } from '../../promql/infer/facts.ts'
import type { PromqlVersion } from '../../promql/versions.ts'
import { parseTemplate } from './parse-template.ts'
import type { Trace } from './trace.ts'
import { Tracer } from './tracer.ts'

/** What Prometheus sets before the template of an alert begins. */
export const variables = ['$labels', '$externalLabels', '$externalURL', '$value']

/**
 * Follows the template of a label or an annotation of an alert.
 *
 * @param version - of the Prometheus that fills it in.
 * @param factsOf - what is known of the result of a query in it; `null` for nothing.
 */
export function traceTemplate(text: string, version: PromqlVersion, factsOf: (query: string) => Facts | null): Trace {
  if (!text.includes('{{')) return nothing
  const { nodes, fault } = parseTemplate(text, variables, version)
  if (fault !== null) return { ...nothing, faults: [fault] }
  const tracer = new Tracer(text, factsOf)
  tracer.follow(nodes)
  const { faults, labels, values, queries } = tracer
  return { faults, labels, values, queries }
}

const nothing: Trace = { faults: [], labels: [], values: [], queries: [] }
