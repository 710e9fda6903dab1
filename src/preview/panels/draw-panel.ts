import type { DrawContext, Drawing, DrawPanel } from '../draw/drawing.ts'
import { message } from '../draw/no-data.ts'
import type { DataFrame } from '../vendor/grafana-data.js'
import { drawTimeseries } from './timeseries.ts'

/** Panel types that are drawn, by Grafana's ids. */
export const drawnTypes: Readonly<Record<string, DrawPanel>> = {
  timeseries: drawTimeseries,
}

type Unprepared = Omit<DrawContext, 'frames'> & { readonly frames: () => readonly DataFrame[] }

/** The content of a panel; what cannot be drawn says so in its place. */
export function drawPanel(context: Unprepared): Drawing {
  const { panel, data } = context
  const draw = Object.hasOwn(drawnTypes, panel.type) ? drawnTypes[panel.type] : undefined
  if (draw === undefined) return message(context, `Panels of type “${panel.type}” are not drawn here: see Grafana`)
  try {
    const frames = context.frames()
    // An error stands above; below it nothing claims that there is no data.
    const isFailed = data.errors.length > 0 && data.frames.length === 0
    return isFailed ? { svg: '', charts: [] } : draw({ ...context, frames })
  } catch (error) {
    return message(context, `This panel cannot be drawn: ${error instanceof Error ? error.message : String(error)}`)
  }
}
