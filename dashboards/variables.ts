import { type MetricFamily, promql, type Query, type VariableSpec } from '#belfry'

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
 * @param series - a family, or some of its series; of a histogram one of its series names, for the base name has none.
 */
export const valuesOf = (
  name: string,
  title: string,
  series: MetricFamily | Query | string,
  label: string = name,
): VariableSpec => ({
  type: 'query',
  name,
  label: title,
  query: promql`label_values(${series}, ${label})`,
  allValue: '.*',
})
