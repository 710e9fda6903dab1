import { flagOf, numberOf, objectOf, textOf, textsOf } from '../board/json-value.ts'
import { fieldConfigOf } from '../data/apply-fields.ts'
import { interpolate } from '../data/interpolate.ts'
import type { DrawContext } from '../draw/drawing.ts'
import { type FieldDisplay, getFieldDisplayValues } from '../vendor/grafana-data.js'

/** As in Grafana: one value alone is named by its panel, unless it was given a name. */
export function areNamed({ panel }: DrawContext, count: number): boolean {
  return count > 1 || textOf(panel.fieldConfig.defaults.displayName) !== ''
}

/** The values that stat, gauge, bar gauge and pie show: each field reduced, or each row of a table. */
export function singleValues(context: DrawContext, sparkline = false): readonly FieldDisplay[] {
  const { panel, frames, data, look, timeZone } = context
  const options = objectOf(panel.options.reduceOptions)
  const calculations = textsOf(options.calcs)
  if (!frames.some(({ length }) => length > 0)) return []
  return getFieldDisplayValues({
    data: [...frames],
    fieldConfig: fieldConfigOf(panel),
    reduceOptions: {
      calcs: calculations.length > 0 ? [...calculations] : ['lastNotNull'],
      values: flagOf(options.values),
      fields: interpolate(textOf(options.fields), data.scope, 'regex'),
      limit: numberOf(options.limit, 25),
    },
    replaceVariables: (text) => interpolate(text, data.scope, 'text'),
    theme: look.theme,
    timeZone,
    sparkline,
    percentChange: flagOf(panel.options.showPercentChange),
  })
}
