import type * as Package from '@resvg/resvg-js'
import { BelfryError } from '../errors/belfry-error.ts'

/**
 * An SVG as PNG, drawn by resvg; `null` where that package, which Belfry does not bring, is not installed.
 *
 * @param fonts - files of the fonts that the SVG names: resvg reads none that are within.
 * @throws BelfryError `ENGINE_FAILED` when it cannot draw it.
 */
export async function drawWithResvg(svg: string, fonts: readonly string[]): Promise<Uint8Array | null> {
  const { Resvg } = (await installed()) ?? {}
  if (Resvg === undefined) return null
  try {
    return new Resvg(svg, { font: { fontFiles: [...fonts], defaultFontFamily: 'Inter' } }).render().asPng()
  } catch (cause) {
    throw new BelfryError('ENGINE_FAILED', 'resvg took no picture', { cause })
  }
}

async function installed(): Promise<typeof Package | null> {
  try {
    return await import('@resvg/resvg-js')
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_MODULE_NOT_FOUND') return null
    throw error
  }
}
