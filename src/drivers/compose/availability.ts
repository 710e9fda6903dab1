import { BelfryError } from '../../errors/belfry-error.ts'
import { engineDefaults } from '../../model/engine-defaults.ts'
import type { ComposeContext } from './compose-context.ts'
import { baseImage } from './own-image.ts'

export type Availability = { readonly ok: true } | { readonly ok: false; readonly why: string }

/** How long a registry may think about all images, in milliseconds. */
const registryPatience = 5000

/** Whether the stack can run in containers here, and if not, the first reason against it. */
export async function checkAvailable({ model, outDir, docker, compose }: ComposeContext): Promise<Availability> {
  try {
    await docker.ping()
  } catch (error) {
    if (error instanceof BelfryError) return { ok: false, why: error.message }
    throw error
  }
  if ((await compose.version()) === '') return { ok: false, why: 'the command `docker compose` is missing' }

  const enabled = Object.values(model.engines).filter((engine) => engine.enabled)
  const images = new Set(enabled.map(({ image, tag }) => `${image}:${tag}`))
  const missing = await Promise.all([...images].map((image) => missingImage(image)))
  const names = [...new Set(missing.flat())]
  if (names.length === 0) return { ok: true }
  return { ok: false, why: `neither here nor to be pulled: ${names.join(', ')}` }

  /** The image that has to be had for another; none when it is there, or what it is built from is. */
  async function missingImage(image: string): Promise<readonly string[]> {
    if (await docker.hasImage(image)) return []
    const isOwn = image.startsWith(`${engineDefaults.exporter.image}:`) && model.environment === 'local'
    const base = isOwn ? await baseImage(outDir) : ''
    if (base !== '') return missingImage(base)
    return (await docker.canPull(image, registryPatience)) ? [] : [image]
  }
}
