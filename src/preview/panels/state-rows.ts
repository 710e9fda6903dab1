import type { DrawContext } from '../draw/drawing.ts'
import type { Look } from '../draw/look.ts'
import { written } from '../draw/written.ts'
import { type DataFrame, type Field, getFieldDisplayName } from '../vendor/grafana-data.js'

/** One series of states. */
export interface StateRow {
  readonly name: string
  readonly field: Field
  readonly times: readonly number[]
  readonly cells: readonly State[]
}

export interface State {
  readonly from: number
  readonly to: number
  readonly value: unknown
  readonly text: string
  readonly color: string
}

/** The states of a panel's fields over time; those that follow each other become one where that is asked for. */
export function stateRows({ frames, look, data }: DrawContext, isMerged: boolean): readonly StateRow[] {
  return frames.flatMap((frame) => {
    const time = frame.fields.find(({ type }) => type === 'time')
    if (time === undefined) return []
    const times = time.values.map(Number)
    return frame.fields
      .filter((field) => field !== time && field.type !== 'time')
      .map((field) => ({
        name: nameOf(field, frame, frames),
        field,
        times,
        cells: states(field, times, data.plan.range.to, look, isMerged),
      }))
  })
}

function nameOf(field: Field, frame: DataFrame, frames: readonly DataFrame[]): string {
  return getFieldDisplayName(field, frame, [...frames])
}

function states(field: Field, times: readonly number[], end: number, look: Look, isMerged: boolean): readonly State[] {
  const found: State[] = []
  // There are far fewer states than samples.
  const told = new Map<unknown, Pick<State, 'text' | 'color'>>()
  const usual = times.length > 1 ? (times[1] ?? 0) - (times[0] ?? 0) : end
  times.forEach((from, index) => {
    const value = field.values[index]
    if (value === null || value === undefined) return
    const to = Math.min(times[index + 1] ?? Math.min(end, from + usual), end)
    const { text, color } = told.get(value) ?? shownState(field, value, look)
    told.set(value, { text, color })
    const last = found.at(-1)
    if (isMerged && last !== undefined && last.to >= from && last.text === text && last.color === color)
      found[found.length - 1] = { ...last, to: Math.max(to, last.to) }
    else found.push({ from, to: Math.max(to, from), value, text, color })
  })
  return found
}

function shownState(field: Field, value: unknown, look: Look): Pick<State, 'text' | 'color'> {
  const display = field.display?.(value) ?? { text: String(value), numeric: Number(value) }
  return { text: written(display), color: look.color(display.color ?? look.unknown) }
}
