import { interWidths } from '../vendor/inter.js'

type Weight = 400 | 500 | 600

/** Pixels that a text is wide, by the font that pictures carry, whatever fonts the machine has. */
export function textWidth(text: string, size: number, weight: Weight = 400): number {
  const widths = interWidths[weight] ?? {}
  let sum = 0
  for (const character of text) sum += widths[character] ?? (character > '\u2E7F' ? 1000 : 620)
  return (sum * size) / 1000
}

/** The text, or as much of its beginning as fits, with an ellipsis. */
export function cutText(text: string, width: number, size: number, weight: Weight = 400): string {
  if (textWidth(text, size, weight) <= width + 0.5) return text
  const room = width - textWidth('…', size, weight)
  if (room <= 0) return ''
  const characters = [...text]
  let used = 0
  let count = 0
  for (const character of characters) {
    used += textWidth(character, size, weight)
    if (used > room) break
    count += 1
  }
  return count === 0 ? '' : `${characters.slice(0, count).join('').trimEnd()}…`
}

/** Lines of a text that are no wider than given; a word that is too long is cut. */
export function wrapText(text: string, width: number, size: number, most = 100): readonly string[] {
  const lines: string[] = []
  let current = ''
  for (const word of text.split(/\s+/)) {
    const joined = current === '' ? word : `${current} ${word}`
    if (current === '' || textWidth(joined, size) <= width) current = joined
    else {
      lines.push(current)
      current = word
    }
  }
  if (current !== '') lines.push(current)
  const kept = lines.slice(0, most)
  if (lines.length > most) kept[most - 1] = `${kept[most - 1] ?? ''}…`
  return kept.map((one) => cutText(one, width, size))
}
