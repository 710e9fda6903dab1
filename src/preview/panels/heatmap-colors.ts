import { type JsonObject, numberOf, textOf } from '../board/json-value.ts'
import type { DrawContext } from '../draw/drawing.ts'
import { type Look, mix, withAlpha } from '../draw/look.ts'
import { rect, text } from '../draw/svg.ts'

export interface ColorScale {
  readonly low: number
  readonly high: number
  color(value: number): string
}

/** Grafana's schemes by name, from few to many on a dark ground. */
const schemes: Readonly<Record<string, readonly string[]>> = {
  Oranges: ['#7f2704', '#d94801', '#f16913', '#fdae6b', '#fff5eb'],
  Reds: ['#67000d', '#cb181d', '#fb6a4a', '#fcbba1', '#fff5f0'],
  Blues: ['#08306b', '#2171b5', '#6baed6', '#c6dbef', '#f7fbff'],
  Greens: ['#00441b', '#238b45', '#74c476', '#c7e9c0', '#f7fcf5'],
  Purples: ['#3f007d', '#6a51a3', '#9e9ac8', '#dadaeb', '#fcfbfd'],
  Greys: ['#252525', '#636363', '#969696', '#cccccc', '#ffffff'],
  Spectral: ['#5e4fa2', '#3288bd', '#abdda4', '#fee08b', '#f46d43', '#9e0142'],
  Turbo: ['#30123b', '#4777ef', '#1bd0d5', '#62fc6b', '#d2e935', '#fe9b2d', '#db3a07', '#7a0403'],
  Viridis: ['#440154', '#3b528b', '#21918c', '#5ec962', '#fde725'],
  Magma: ['#000004', '#51127c', '#b73779', '#fc8961', '#fcfdbf'],
  Inferno: ['#000004', '#57106e', '#bc3754', '#f98e09', '#fcffa4'],
  Plasma: ['#0d0887', '#7e03a8', '#cc4778', '#f89540', '#f0f921'],
  Cividis: ['#00224e', '#575d6d', '#a59c74', '#fee838'],
  YlOrRd: ['#800026', '#e31a1c', '#fd8d3c', '#fed976', '#ffffcc'],
  RdYlGn: ['#006837', '#66bd63', '#ffffbf', '#f46d43', '#a50026'],
}

/** The colour of each count, by the panel's scheme or by the strength of one colour. */
export function colorScale(
  options: JsonObject,
  extent: { readonly low: number; readonly high: number },
  look: Look,
): ColorScale {
  const low = numberOf(options.min, extent.low)
  const high = Math.max(numberOf(options.max, extent.high), low + 1e-12)
  const exponent = options.scale === 'linear' ? 1 : numberOf(options.exponent, 0.5)
  const shareOf = (value: number): number => Math.min(1, Math.max(0, (value - low) / (high - low)))
  if (options.mode === 'opacity') {
    const fill = look.color(textOf(options.fill, 'dark-orange'))
    return { low, high, color: (value) => withAlpha(fill, Math.max(0.05, shareOf(value) ** exponent)) }
  }
  const known = schemes[textOf(options.scheme, 'Oranges')] ?? schemes.Oranges ?? []
  const isReversed = options.reverse === true
  // On a light ground few is pale and many is dark.
  const stops = (look.name === 'light') !== isReversed ? [...known].reverse() : known
  return {
    low,
    high,
    color: (value) => between(stops, options.scale === 'linear' ? shareOf(value) : shareOf(value) ** (exponent || 0.5)),
  }
}

/** Of 64 colours, as in Grafana. */
function between(stops: readonly string[], share: number): string {
  const at = (Math.round(share * 63) / 63) * (stops.length - 1)
  const index = Math.min(stops.length - 2, Math.floor(at))
  return mix(stops[index] ?? '#000000', stops[index + 1] ?? '#ffffff', at - index)
}

/** The scale below a heatmap. */
export function scaleSvg(
  scale: ColorScale,
  { x, y, w }: { readonly x: number; readonly y: number; readonly w: number },
  { look }: DrawContext,
  written: (value: number) => string,
): string {
  const steps = 40
  const parts = Array.from({ length: steps }, (_, index) => {
    const value = scale.low + ((scale.high - scale.low) * (index + 0.5)) / steps
    return rect(x + (index * w) / steps, y, w / steps + 0.4, 8, { fill: scale.color(value) })
  })
  return [
    ...parts,
    text(x, y + 20, written(scale.low), { size: 11, fill: look.soft }),
    text(x + w, y + 20, written(scale.high), { size: 11, fill: look.soft, anchor: 'end' }),
  ].join('')
}
