import { type MetricFamily, promql, type VariableSpec } from '#belfry'

/** The instances that expose a family. */
export const instancesOf = (family: MetricFamily): VariableSpec => ({
  type: 'query',
  name: 'instance',
  label: 'Instance',
  query: promql`label_values(${family}, instance)`,
  allValue: '.*',
})

/**
 * The values of a label.
 *
 * @param title - what people call it.
 */
export const valuesOf = (name: string, title: string, family: MetricFamily, label: string = name): VariableSpec => ({
  type: 'query',
  name,
  label: title,
  query: promql`label_values(${family}, ${label})`,
  allValue: '.*',
})
