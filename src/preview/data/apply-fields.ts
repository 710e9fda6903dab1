import type { BoardPanel } from '../board/board.ts'
import { type JsonObject, listOf, objectOf, textOf } from '../board/json-value.ts'
import {
  applyFieldOverrides,
  type DataFrame,
  type FieldConfig,
  type FieldConfigSource,
  lastValueFrom,
  type Theme,
  type ThresholdStep,
  transformDataFrame,
} from '../vendor/grafana-data.js'
import { interpolate, type Scope } from './interpolate.ts'
import { completeDefaults } from './panel-defaults.ts'
import { fieldRegistry, prepareLibrary } from './standard-library.ts'

/** The frames of a panel after its transformations. */
export async function transform(panel: BoardPanel, frames: readonly DataFrame[], scope: Scope): Promise<DataFrame[]> {
  prepareLibrary()
  const steps = panel.transformations.map(({ id, options, disabled, filter }) => ({
    id: textOf(id),
    options: options ?? {},
    disabled: disabled === true,
    ...(filter === undefined ? {} : { filter }),
  }))
  if (steps.length === 0) return [...frames]
  const context = { interpolate: (text: string) => interpolate(text, scope, 'csv') }
  return lastValueFrom(transformDataFrame(steps, [...frames], context))
}

/** Units, thresholds, mappings, colours and names of fields, by the panel's defaults and overrides. */
export function applyFields(
  panel: BoardPanel,
  frames: readonly DataFrame[],
  { theme, timeZone, scope }: { readonly theme: Theme; readonly timeZone: string; readonly scope: Scope },
): DataFrame[] {
  prepareLibrary()
  return applyFieldOverrides({
    data: [...frames],
    fieldConfig: fieldConfigOf(panel),
    fieldConfigRegistry: fieldRegistry(panel),
    replaceVariables: (text) => interpolate(text, scope, 'text'),
    theme,
    timeZone,
  })
}

/** Grafana's own form, with what JSON cannot say put in: the first threshold begins at minus infinity. */
export function fieldConfigOf(panel: BoardPanel): FieldConfigSource {
  const { fieldConfig } = panel
  const overrides = fieldConfig.overrides.map((override) => ({
    matcher: matcherOf(objectOf(override.matcher)),
    properties: listOf(override.properties)
      .map(objectOf)
      .map(({ id, value }) => ({
        id: textOf(id),
        value: textOf(id) === 'thresholds' ? thresholdsOf(objectOf(value)) : value,
      })),
  }))
  const { thresholds, ...others } = completeDefaults(panel)
  const defaults = {
    ...others,
    ...(thresholds === undefined ? {} : { thresholds: thresholdsOf(objectOf(thresholds)) }),
  } as FieldConfig
  return { defaults, overrides }
}

function matcherOf({ id, options, scope }: JsonObject): FieldConfigSource['overrides'][number]['matcher'] {
  return { id: textOf(id), options, ...(typeof scope === 'string' ? { scope } : {}) }
}

function thresholdsOf({ mode, steps }: JsonObject): NonNullable<FieldConfig['thresholds']> {
  const list: ThresholdStep[] = listOf(steps)
    .map(objectOf)
    .map(({ value, color }, index) => ({
      value: typeof value === 'number' && (index > 0 || value !== 0) ? value : index === 0 ? -Infinity : Number(value),
      color: textOf(color, 'green'),
    }))
  list.sort((one, other) => one.value - other.value)
  return { mode: mode === 'percentage' ? 'percentage' : 'absolute', steps: list }
}
