import type { DrawnItem } from '../../src/preview/page/draw-board.ts'
import { textsOfSvg } from './xml.ts'

/** The texts of a panel that stand on the same line, from the left. */
export function linesOf({ svg }: DrawnItem): readonly (readonly string[])[] {
  const lines = new Map<string, string[]>()
  for (const [text, y = ''] of svg.matchAll(/<text\b[^>]* y="([^"]*)"[^>]*>[\s\S]*?<\/text>/g))
    lines.set(y, [...(lines.get(y) ?? []), ...textsOfSvg(text)])
  return [...lines.values()]
}

/** What the pointer tells at a time: values by the names of series; of names that stand twice, nothing. */
export function tipAt({ charts }: DrawnItem, time: number): ReadonlyMap<string, string> {
  const { formatter } = (charts[0]?.option.tooltip ?? {}) as { formatter?: (params: unknown) => string }
  const markup = formatter?.([{ axisValue: time }]) ?? ''
  const rows = [...markup.matchAll(/<\/svg><\/td><td>([\s\S]*?)<\/td><td align="right"><b>([\s\S]*?)<\/b>/g)].map(
    ([, name = '', value = '']): [string, string] => [unescaped(name), unescaped(value)],
  )
  const names = rows.map(([name]) => name)
  return new Map(rows.filter(([name]) => names.indexOf(name) === names.lastIndexOf(name)))
}

const unescaped = (markup: string): string => textsOfSvg(`<text>${markup}</text>`)[0] ?? ''
