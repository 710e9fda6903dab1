/** One entry of a legend. */
export interface LegendItem {
  readonly name: string
  readonly color: string
  /** Its calculations, as titles and texts. */
  readonly values: readonly { readonly title: string; readonly text: string; readonly color?: string | undefined }[]
}
