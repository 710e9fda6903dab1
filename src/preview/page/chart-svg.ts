import type { Chart } from '../draw/drawing.ts'
import { textWidth } from '../draw/measure-text.ts'
import { element } from '../draw/svg.ts'
import { init, setPlatformAPI } from '../vendor/echarts.js'

let isPrepared = false

/** Makes ECharts measure texts by our own font, so that pictures do not depend on the fonts of a machine. */
export function prepareCharts(): void {
  if (isPrepared) return
  isPrepared = true
  setPlatformAPI({
    measureText: (text, font = '12px') => ({
      width: textWidth(text, Number.parseFloat(/([\d.]+)px/.exec(font)?.[1] ?? '12')),
    }),
  })
}

/**
 * A chart as a part of an SVG.
 *
 * @param key - begins every id in it; another for each chart of a page.
 */
export function chartSvg({ rect, option }: Chart, key: string): string {
  prepareCharts()
  const [width, height] = [Math.max(1, Math.round(rect.w)), Math.max(1, Math.round(rect.h))]
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({ ...option, animation: false, tooltip: { show: false } })
    return element('svg', { x: rect.x, y: rect.y, width, height }, tidied(chart.renderToSVGString(), key))
  } finally {
    // Without it a timer keeps the process alive.
    chart.dispose()
  }
}

/** Ids count on through the life of a process; here they begin with the key, and nothing else tells one run from another. */
function tidied(svg: string, key: string): string {
  const ids = new Map<string, string>()
  return svg
    .replace(/^<svg[^>]*>\s*/, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<rect [^>]*fill="none"[^>]*><\/rect>\n?/, '')
    .replace(/ class="zr\d+-cls-\d+"/g, '')
    .replace(/zr\d+-([a-z]+)-?\d*/g, (id) => {
      const known = ids.get(id) ?? `${key}-${ids.size}`
      ids.set(id, known)
      return known
    })
    .replace(/ (d|points)="([^"]*)"/g, (_, name: string, value: string) => ` ${name}="${shortNumbers(value)}"`)
    .replace(/>\n+</g, '><')
}

function shortNumbers(text: string): string {
  return text.replace(/-?\d*\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10))
}
