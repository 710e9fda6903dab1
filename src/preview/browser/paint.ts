import type { Look } from '../draw/look.ts'
import { prepareCharts } from '../page/chart-svg.ts'

/** Gives the page the colours of a theme, as properties that its stylesheet uses. */
export function paint(look: Look): void {
  prepareCharts()
  const { style, dataset } = document.documentElement
  dataset.theme = look.name
  const colors = {
    canvas: look.canvas,
    panel: look.panel,
    raised: look.raised,
    border: look.border,
    text: look.text,
    soft: look.soft,
    link: look.link,
  }
  for (const [name, color] of Object.entries(colors)) style.setProperty(`--${name}`, color)
}
