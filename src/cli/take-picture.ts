import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium, photograph } from '../engines/chromium.ts'
import { drawWithResvg } from '../engines/resvg.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import { installDir } from './paths.ts'

/**
 * An SVG as PNG: drawn by resvg where that is installed, else photographed in Chromium.
 *
 * @throws BelfryError `ENGINE_MISSING` when there is neither.
 */
export async function takePicture(
  svg: string,
  size: { readonly width: number; readonly height: number },
): Promise<Uint8Array> {
  const drawn = await drawWithResvg(svg, fontFiles())
  if (drawn !== null) return drawn
  const chromium = await findChromium()
  if (chromium === null)
    throw new BelfryError('ENGINE_MISSING', 'a PNG needs resvg or Chromium, and neither was found', {
      hint: 'Install one: `npm install @resvg/resvg-js`, or Chromium (on Debian: apt-get install chromium). Or take --format svg.',
    })
  const folder = await mkdtemp(join(tmpdir(), 'belfry-picture-'))
  try {
    const [source, picture] = [join(folder, 'drawing.svg'), join(folder, 'picture.png')]
    await writeFile(source, svg)
    await photograph(chromium, source, picture, size)
    return await readFile(picture)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The font that drawings carry within, once more as files. */
function fontFiles(): readonly string[] {
  return [400, 500, 600].map((weight) => join(installDir(), 'src', 'preview', 'vendor', `inter-${weight}.ttf`))
}
