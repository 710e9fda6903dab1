// The font of pictures: a part of Inter as a data URL, the widths of its characters, so that what is laid out does not
// depend on the fonts of a machine, and a file of each weight for resvg, which reads neither WOFF2 nor variable fonts.
import { readFileSync } from 'node:fs'
import * as fontkit from 'fontkit'
import subsetFont from 'subset-font'

const file = new URL('node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2', import.meta.url)
/** What texts of dashboards are made of: Latin letters, punctuation, a few signs. */
const characters = [
  ...codes(0x20, 0x7e),
  ...codes(0xa0, 0xff),
  ...[0x2013, 0x2014, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2026, 0x2039, 0x203a, 0x20ac, 0x2191, 0x2193, 0x2212],
].map((code) => String.fromCodePoint(code))
const weights = [400, 500, 600]

/** A TrueType font of each weight. */
export async function cutFonts() {
  const fonts = new Map()
  for (const weight of weights)
    fonts.set(weight, await subset({ targetFormat: 'truetype', variationAxes: { wght: weight } }))
  return fonts
}

/** The module `inter.js`. */
export async function fontModule(fonts) {
  const variable = await subset({
    targetFormat: 'woff2',
    variationAxes: { wght: { min: 400, max: 600, default: 400 } },
  })
  const widths = Object.fromEntries([...fonts].map(([weight, font]) => [weight, widthsOf(fontkit.create(font))]))
  return [
    `export const interFont = 'data:font/woff2;base64,${variable.toString('base64')}'`,
    `export const interWidths = ${JSON.stringify(widths)}`,
    '',
  ].join('\n')
}

async function subset(options) {
  return Buffer.from(await subsetFont(readFileSync(file), characters.join(''), options))
}

/** Thousandths of the font size, by character. */
function widthsOf(font) {
  return Object.fromEntries(
    characters.map((character) => [
      character,
      Math.round((font.glyphForCodePoint(character.codePointAt(0)).advanceWidth * 1000) / font.unitsPerEm),
    ]),
  )
}

function codes(from, to) {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
