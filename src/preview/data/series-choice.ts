import { objectOf } from '../board/json-value.ts'
import { type DataFrame, type Field, getFieldDisplayName } from '../vendor/grafana-data.js'

/** Which series of a panel a reader wants to see: only some, or all without some. */
export interface SeriesChoice {
  readonly mode: 'only' | 'without'
  readonly names: ReadonlySet<string>
}

export const everySeries: SeriesChoice = { mode: 'without', names: new Set() }

/**
 * The choice after a click on an entry of a legend, as in Grafana: the series alone, or all again when it was alone.
 *
 * @param isToggle - whether just this series is hidden, or shown again, and the others stay as they are.
 */
export function nextChoice(choice: SeriesChoice, name: string, isToggle: boolean): SeriesChoice {
  const { mode, names } = choice
  if (!isToggle) {
    const isAlone = mode === 'only' && names.size === 1 && names.has(name)
    return isAlone ? everySeries : { mode: 'only', names: new Set([name]) }
  }
  const others = [...names].filter((one) => one !== name)
  const next = names.has(name) ? others : [...others, name]
  return next.length === 0 ? everySeries : { mode, names: new Set(next) }
}

/** The frames, with the series hidden that were not chosen: by the word that Grafana's own legend uses. */
export function chosenFrames(frames: readonly DataFrame[], { mode, names }: SeriesChoice): readonly DataFrame[] {
  if (mode === 'without' && names.size === 0) return frames
  const isHidden = (field: Field, frame: DataFrame): boolean =>
    field.type !== 'time' && names.has(getFieldDisplayName(field, frame, [...frames])) === (mode === 'without')
  return frames.map((frame) => ({
    ...frame,
    fields: frame.fields.map((field) => (isHidden(field, frame) ? hidden(field) : field)),
  }))
}

function hidden(field: Field): Field {
  const custom = objectOf(field.config.custom)
  const hideFrom = { ...objectOf(custom.hideFrom), viz: true }
  return { ...field, config: { ...field.config, custom: { ...custom, hideFrom } } }
}
