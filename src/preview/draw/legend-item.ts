import { element } from './svg.ts'

/** One entry of a legend. */
export interface LegendItem {
  readonly name: string
  readonly color: string
  /** Whether its series is left out of the plot; not said where readers cannot choose. */
  readonly isHidden?: boolean
  /** Its calculations, as titles and texts. */
  readonly values: readonly { readonly title: string; readonly text: string; readonly color?: string | undefined }[]
}

/** The markup of an entry, with the name by which a page lets readers choose its series. */
export function legendEntry({ name, isHidden }: LegendItem, svg: string): string {
  if (isHidden === undefined) return svg
  return element('g', { 'data-series': name, opacity: isHidden ? 0.4 : undefined }, svg)
}
