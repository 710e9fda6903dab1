import type { AnnotationMark, Rect } from './drawing.ts'
import type { Look } from './look.ts'
import { element, escapeXml, line } from './svg.ts'

/** Dashed lines where something happened, each with a mark below that tells what. */
export function annotationMarks(
  marks: readonly AnnotationMark[],
  { from, to }: { readonly from: number; readonly to: number },
  plot: Rect,
  look: Look,
): string {
  return marks
    .filter(({ time }) => time >= from && time <= to)
    .map(({ time, color, title }) => {
      const x = plot.x + (plot.w * (time - from)) / (to - from)
      const bottom = plot.y + plot.h
      const fill = look.color(color)
      const mark = element(
        'path',
        { d: `M${(x - 4).toFixed(2)} ${bottom + 6}h8l-4 -6z`, fill },
        element('title', {}, escapeXml(title)),
      )
      return `${line(x, plot.y, x, bottom, { stroke: fill, 'stroke-dasharray': '3 3', 'stroke-opacity': 0.8 })}${mark}`
    })
    .join('')
}
