import type { DrawContext, Drawing } from './drawing.ts'
import { wrapText } from './measure-text.ts'
import { text } from './svg.ts'

/** A sentence in the middle of a panel that has nothing to show. */
export function message(
  { width, height, look }: Pick<DrawContext, 'width' | 'height' | 'look'>,
  content: string,
): Drawing {
  const size = height < 60 ? 12 : 14
  const lines = wrapText(content, width - 16, size, 4)
  const top = height / 2 - ((lines.length - 1) * (size + 6)) / 2 + 4
  const svg = lines.map((one, index) =>
    text(width / 2, top + index * (size + 6), one, { size, fill: look.soft, anchor: 'middle' }),
  )
  return { svg: svg.join(''), charts: [] }
}

export function noData(context: DrawContext): Drawing {
  const noValue = context.panel.fieldConfig.defaults.noValue
  return message(context, typeof noValue === 'string' && noValue !== '' ? noValue : 'No data')
}
