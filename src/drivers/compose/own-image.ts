import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BelfryError } from '../../errors/belfry-error.ts'

/** What the image of Belfry's own services starts from; empty when it cannot be built here. */
export async function baseImage(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'Dockerfile'), 'utf8').catch(() => '')
  return /^FROM\s+(\S+)/m.exec(text)?.[1] ?? ''
}

/** @throws BelfryError IMAGE_MISSING when the programs that go into the image have not been built. */
export async function needBundles(folder: string): Promise<void> {
  for (const name of ['exporter.js', 'console.js', 'console', 'simulator.js']) {
    await access(join(folder, 'dist', name)).catch((cause: unknown) => {
      throw new BelfryError('IMAGE_MISSING', `Belfry's own image needs dist/${name}, which has not been built`, {
        hint: 'Run `npm run build`.',
        cause,
      })
    })
  }
}
