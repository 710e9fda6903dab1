import type { DrawContext, Drawing, DrawPanel } from '../draw/drawing.ts'
import { message } from '../draw/no-data.ts'
import type { DataFrame } from '../vendor/grafana-data.js'
import { drawAlertList } from './alert-list.ts'
import { drawBarChart } from './bar-chart.ts'
import { drawBarGauge } from './bar-gauge.ts'
import { drawGauge } from './gauge.ts'
import { drawHeatmap } from './heatmap.ts'
import { drawHistogram } from './histogram.ts'
import { drawPieChart } from './pie-chart.ts'
import { drawStat } from './stat.ts'
import { drawStateTimeline, drawStatusHistory } from './state-timeline.ts'
import { drawTable } from './table.ts'
import { drawText } from './text.ts'
import { drawTimeseries } from './timeseries.ts'

/** Panel types that are drawn, by Grafana's ids. */
export const drawnTypes: Readonly<Record<string, DrawPanel>> = {
  alertlist: drawAlertList,
  barchart: drawBarChart,
  bargauge: drawBarGauge,
  gauge: drawGauge,
  heatmap: drawHeatmap,
  histogram: drawHistogram,
  logs: (context) => message(context, 'Logs are not drawn here: see Grafana'),
  piechart: drawPieChart,
  'state-timeline': drawStateTimeline,
  stat: drawStat,
  'status-history': drawStatusHistory,
  table: drawTable,
  'table-old': drawTable,
  text: drawText,
  timeseries: drawTimeseries,
}

/** These show something without any query. */
const withoutQueries = new Set(['text', 'logs', 'alertlist'])

type Unprepared = Omit<DrawContext, 'frames'> & { readonly frames: () => readonly DataFrame[] }

/** The content of a panel; what cannot be drawn says so in its place. */
export function drawPanel(context: Unprepared): Drawing {
  const { panel, data } = context
  const draw = Object.hasOwn(drawnTypes, panel.type) ? drawnTypes[panel.type] : undefined
  if (draw === undefined) return message(context, `Panels of type “${panel.type}” are not drawn here: see Grafana`)
  try {
    // An error stands above; below it nothing claims that there is no data.
    const isFailed = data.errors.length > 0 && data.frames.length === 0 && !withoutQueries.has(panel.type)
    return isFailed ? { svg: '', charts: [] } : draw({ ...context, frames: context.frames() })
  } catch (error) {
    return message(context, `This panel cannot be drawn: ${error instanceof Error ? error.message : String(error)}`)
  }
}
