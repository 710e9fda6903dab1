import { createTheme, type Theme } from '../vendor/grafana-data.js'

export type ThemeName = 'dark' | 'light'

/** Colours of a picture: Grafana's own, by theme. */
export interface Look {
  readonly name: ThemeName
  readonly theme: Theme
  readonly canvas: string
  readonly panel: string
  readonly raised: string
  readonly border: string
  readonly grid: string
  readonly text: string
  readonly soft: string
  readonly faint: string
  readonly strong: string
  readonly link: string
  readonly error: string
  readonly errorBack: string
  /** Of what has no colour. */
  readonly unknown: string
  /** Any colour that a dashboard may name, as one that SVG understands. */
  color(name: string): string
}

export function lookOf(name: ThemeName): Look {
  const known = looks.get(name)
  if (known !== undefined) return known
  const theme = createTheme({ colors: { mode: name } })
  const { background, text, border } = theme.colors
  const isDark = name === 'dark'
  const look: Look = {
    name,
    theme,
    canvas: isDark ? background.canvas : '#f4f5f5',
    panel: background.primary,
    raised: background.secondary,
    border: border.weak,
    grid: isDark ? 'rgba(240, 250, 255, 0.09)' : 'rgba(0, 10, 23, 0.09)',
    text: text.primary,
    soft: text.secondary,
    faint: text.disabled,
    strong: text.maxContrast,
    link: text.link,
    error: isDark ? '#ff5286' : '#cf0e5b',
    errorBack: isDark ? 'rgba(209, 14, 92, 0.18)' : 'rgba(224, 47, 68, 0.1)',
    unknown,
    color: (wanted) => safeColor(theme.visualization.getColorByName(wanted)),
  }
  looks.set(name, look)
  return look
}
const looks = new Map<ThemeName, Look>()

const unknown = '#8e8e8e'

/** A dashboard's colour goes into markup: what is no colour becomes a grey. */
function safeColor(color: string): string {
  return /^#[0-9a-f]{3,8}$|^(rgb|rgba|hsl|hsla)\([\d\s.,%/]+\)$|^[a-z]{3,24}$/i.test(color) ? color : unknown
}

/** A colour with an opacity: `#rrggbb` and `rgb()` are understood, others are left as they are. */
export function withAlpha(color: string, alpha: number): string {
  const parts = rgbOf(color)
  return parts === null ? color : `rgba(${parts.join(', ')}, ${Math.round(alpha * 1000) / 1000})`
}

export function rgbOf(color: string): readonly [number, number, number] | null {
  const [, hex] = /^#([0-9a-f]{6})(?:[0-9a-f]{2})?$/i.exec(color) ?? []
  if (hex !== undefined)
    return [parseInt(hex.slice(0, 2), 16), parseInt(hex.slice(2, 4), 16), parseInt(hex.slice(4, 6), 16)]
  const [, short] = /^#([0-9a-f]{3})$/i.exec(color) ?? []
  if (short !== undefined) return rgbOf(`#${[...short].map((digit) => digit + digit).join('')}`)
  const [, red, green, blue] = /^rgba?\(\s*(\d+)[,\s]+(\d+)[,\s]+(\d+)/.exec(color) ?? []
  return red === undefined ? null : [Number(red), Number(green), Number(blue)]
}

/** White or near-black: what can be read on a colour. */
export function readableOn(color: string): string {
  const [red, green, blue] = rgbOf(color) ?? [0, 0, 0]
  return red * 0.299 + green * 0.587 + blue * 0.114 > 180 ? '#111217' : '#ffffff'
}

/** The colour between two, at a share from 0 to 1. */
export function mix(from: string, to: string, share: number): string {
  const [one, other] = [rgbOf(from), rgbOf(to)]
  if (one === null || other === null) return share < 0.5 ? from : to
  return `rgb(${one.map((value, index) => Math.round(value + ((other[index] ?? 0) - value) * share)).join(', ')})`
}
