/** The latin part of Inter, a variable font, as a data URL. */
export const interFont: string
/** Widths of characters in thousandths of the font size, by weight (400, 500, 600). */
export const interWidths: Readonly<Record<string, Readonly<Record<string, number>>>>
