/** What the preview uses of Grafana's own data library: units, reducers, overrides, mappings, transformations. */

export interface DisplayValue {
  text: string
  /** `NaN` for what is no number. */
  numeric: number
  prefix?: string
  suffix?: string
  color?: string
  /** Share of the field's range, 0 to 1. */
  percent?: number
  percentChange?: number
  title?: string
}

export interface ThresholdStep {
  value: number
  color: string
}

export interface FieldConfig {
  displayName?: string
  displayNameFromDS?: string
  unit?: string
  decimals?: number
  min?: number
  max?: number
  noValue?: string
  mappings?: unknown[]
  thresholds?: { mode: 'absolute' | 'percentage'; steps: ThresholdStep[] }
  color?: { mode: string; fixedColor?: string; seriesBy?: 'last' | 'min' | 'max' }
  links?: unknown[]
  custom?: Record<string, unknown>
  interval?: number
}

export interface Field {
  name: string
  type: string
  config: FieldConfig
  values: unknown[]
  labels?: Record<string, string>
  state?: {
    seriesIndex?: number
    displayName?: string | null
    range?: { min: number | null; max: number | null; delta: number }
    calcs?: Record<string, unknown>
  }
  display?: (value: unknown, decimals?: number) => DisplayValue
}

export interface DataFrame {
  name?: string
  refId?: string
  fields: Field[]
  length: number
  meta?: Record<string, unknown>
}

export interface Theme {
  isDark: boolean
  colors: {
    background: { canvas: string; primary: string; secondary: string }
    text: { primary: string; secondary: string; disabled: string; link: string; maxContrast: string }
    border: { weak: string; medium: string; strong: string }
    /** Black or white, what can be read on it. */
    getContrastText(background: string): string
  }
  visualization: { getColorByName(color: string): string; palette: string[] }
}

export interface FieldConfigSource {
  defaults: FieldConfig
  overrides: {
    matcher: { id: string; options?: unknown; scope?: string }
    properties: { id: string; value?: unknown }[]
  }[]
}

export interface FieldConfigPropertyItem {
  id: string
  path: string
  name: string
  isCustom?: boolean
  process: (value: unknown, context: unknown, settings?: unknown) => unknown
  shouldApply: (field: Field) => boolean
  settings?: unknown
}

export class FieldConfigOptionsRegistry {
  constructor(init?: () => FieldConfigPropertyItem[])
  list(): FieldConfigPropertyItem[]
  getIfExists(id: string): FieldConfigPropertyItem | undefined
}

export interface Registry<T> {
  setInit(init: () => T[]): void
  list(): T[]
  get(id: string): T
  getIfExists(id: string): T | undefined
}

export interface Transformer {
  id: string
  name: string
}

export interface FieldDisplay {
  /** The reducer. */
  name: string
  field: FieldConfig
  display: DisplayValue
  sparkline?: { y: Field; x?: Field }
  colIndex?: number
  rowIndex?: number
}

type Replace = (text: string, scopedVars?: unknown) => string
type Process = FieldConfigPropertyItem['process']

export const dataLinksOverrideProcessor: Process
export const displayNameOverrideProcessor: Process
export const identityOverrideProcessor: Process
export const numberOverrideProcessor: Process
export const stringOverrideProcessor: Process
export const thresholdsOverrideProcessor: Process
export const unitOverrideProcessor: Process
export const valueMappingsOverrideProcessor: Process

export const standardFieldConfigEditorRegistry: Registry<FieldConfigPropertyItem>
export const standardTransformers: Record<string, Transformer>
export const standardTransformersRegistry: Registry<{
  id: string
  name: string
  transformation: () => Promise<Transformer>
}>
export const fieldReducers: Registry<{ id: string; name: string }>
export const fieldColorModeRegistry: Registry<{
  id: string
  isContinuous?: boolean
  isByValue?: boolean
  getColors?: (theme: Theme) => string[]
  interpolator?: (value: number) => string
}>

export function createTheme(options: { colors: { mode: 'dark' | 'light' } }): Theme
export function applyFieldOverrides(options: {
  data: DataFrame[]
  fieldConfig: FieldConfigSource
  fieldConfigRegistry: FieldConfigOptionsRegistry
  replaceVariables: Replace
  theme: Theme
  timeZone: string
}): DataFrame[]
export function getFieldDisplayValues(options: {
  data: DataFrame[]
  fieldConfig: FieldConfigSource
  reduceOptions: { calcs: string[]; values?: boolean; limit?: number; fields?: string }
  replaceVariables: Replace
  theme: Theme
  timeZone: string
  sparkline?: boolean
  percentChange?: boolean
}): FieldDisplay[]
export function reduceField(options: { field: Field; reducers: string[] }): Record<string, unknown>
export function getFieldDisplayName(field: Field, frame?: DataFrame, frames?: DataFrame[]): string
export function getFieldSeriesColor(field: Field, theme: Theme): DisplayValue
export function getDisplayProcessor(options: {
  field: Partial<Field>
  theme: Theme
  timeZone?: string
}): (value: unknown, decimals?: number) => DisplayValue
export function getValueFormat(unit: string): (value: number, decimals?: number) => DisplayValue
export function getValueFormats(): { text: string; submenu?: unknown; formats?: unknown }[]
export function formattedValueToString(value: DisplayValue): string
export function renderLegendFormat(format: string, labels: Record<string, string>): string
export function getActiveThreshold(value: number, steps: ThresholdStep[]): ThresholdStep
export function escapeStringForRegex(text: string): string
export function toDataFrame(data: unknown): DataFrame
export function transformDataFrame(
  transformations: { id: string; options: unknown; disabled?: boolean; filter?: unknown }[],
  data: DataFrame[],
  context?: { interpolate: (text: string) => string },
): unknown
/** Of rxjs: the end of what `transformDataFrame` returns. */
export function lastValueFrom(stream: unknown): Promise<DataFrame[]>
export function dateTimeFormat(time: number, options: { format?: string; timeZone?: string }): string
export interface HistogramFields {
  xMin: Field
  xMax: Field
  counts: Field[]
}
export function getHistogramFields(frame: DataFrame): HistogramFields | undefined
export function buildHistogram(
  frames: DataFrame[],
  options?: { bucketSize?: number; bucketOffset?: number; bucketCount?: number; combine?: boolean },
  theme?: Theme,
): HistogramFields | null
export const rangeUtil: { roundInterval(ms: number): number; intervalToMs(text: string): number }
