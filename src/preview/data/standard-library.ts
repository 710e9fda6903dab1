import type { BoardPanel } from '../board/board.ts'
import { objectOf, textOf } from '../board/json-value.ts'
import {
  dataLinksOverrideProcessor,
  displayNameOverrideProcessor,
  FieldConfigOptionsRegistry,
  type FieldConfigPropertyItem,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardTransformers,
  standardTransformersRegistry,
  stringOverrideProcessor,
  thresholdsOverrideProcessor,
  unitOverrideProcessor,
  valueMappingsOverrideProcessor,
} from '../vendor/grafana-data.js'

/** Registers what a Grafana registers when it starts. May be called any number of times. */
export function prepareLibrary(): void {
  if (isPrepared) return
  isPrepared = true
  standardTransformersRegistry.setInit(() => {
    const known = new Map(Object.values(standardTransformers).map((one) => [one.id, one]))
    return [...known.values()].map((transformer) => ({
      id: transformer.id,
      name: transformer.name,
      transformation: async () => transformer,
    }))
  })
}
let isPrepared = false

/** Properties of fields as Grafana knows them, and those of its own that a panel sets. */
export function fieldRegistry(panel: BoardPanel): FieldConfigOptionsRegistry {
  const { defaults, overrides } = panel.fieldConfig
  const set = overrides.flatMap(({ properties }) =>
    (Array.isArray(properties) ? properties : []).map((property) => textOf(objectOf(property).id)),
  )
  const custom = [
    ...Object.keys(objectOf(defaults.custom)),
    ...set.filter((id) => id.startsWith('custom.')).map((id) => id.slice('custom.'.length)),
  ]
  const items = [...new Set(custom)].map((path) => ({
    ...item(path, identityOverrideProcessor),
    id: `custom.${path}`,
    isCustom: true,
  }))
  return new FieldConfigOptionsRegistry(() => [...standard, ...items])
}

const item = (
  id: string,
  process: FieldConfigPropertyItem['process'],
  shouldApply: FieldConfigPropertyItem['shouldApply'] = () => true,
  settings: unknown = undefined,
): FieldConfigPropertyItem => ({ id, path: id, name: id, process, shouldApply, settings })

const isNumber: FieldConfigPropertyItem['shouldApply'] = ({ type }) => type === 'number'

const standard: readonly FieldConfigPropertyItem[] = [
  item('displayName', displayNameOverrideProcessor, () => true, { expandTemplateVars: true }),
  item('unit', unitOverrideProcessor, isNumber),
  item('min', numberOverrideProcessor, isNumber),
  item('max', numberOverrideProcessor, isNumber),
  item('decimals', numberOverrideProcessor, isNumber),
  item('noValue', stringOverrideProcessor),
  item('color', identityOverrideProcessor),
  item('thresholds', thresholdsOverrideProcessor, isNumber),
  item('mappings', valueMappingsOverrideProcessor),
  item('links', dataLinksOverrideProcessor),
  item('fieldMinMax', identityOverrideProcessor, isNumber),
]
