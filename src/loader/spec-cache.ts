import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import { bundleSpec, type SpecBundle } from './bundle-spec.ts'

/** A compiled spec on disk. */
export interface CachedSpec {
  /** Absolute path of the module. */
  readonly module: string
  /** Absolute path of its source map. */
  readonly map: string
  /** Changes with the content of any file that went in. */
  readonly hash: string
}

/** How long a compiled spec that is no longer current is kept, in milliseconds. */
const keptFor = 3_600_000

interface CacheIndex {
  readonly hash: string
  readonly inputs: readonly string[]
}

/**
 * The compiled spec, from the cache while no file that went in has changed its content.
 *
 * @param cacheDir - absolute; made when missing.
 */
export async function compiledSpec(root: string, entry: string, cacheDir: string): Promise<CachedSpec> {
  const indexPath = join(cacheDir, `${digest(entry).slice(0, 12)}.json`)
  const index = await readIndex(indexPath)
  if (index !== null && hashInputs(root, index.inputs) === index.hash) {
    const known = cached(cacheDir, index.hash)
    if (existsSync(known.module) && existsSync(known.map)) return known
  }
  const bundle = await bundleSpec(root, entry)
  const hash = hashInputs(root, bundle.inputs) ?? digest(bundle.code)
  try {
    await store(cacheDir, hash, bundle)
    await replace(indexPath, JSON.stringify({ hash, inputs: bundle.inputs } satisfies CacheIndex))
    await dropOld(cacheDir)
  } catch (cause) {
    throw new BelfryError('OUTPUT_UNWRITABLE', `the compiled spec cannot be kept in ${cacheDir}`, {
      hint: 'The folder has to be writable for you.',
      cause,
    })
  }
  return cached(cacheDir, hash)
}

function cached(cacheDir: string, hash: string): CachedSpec {
  return { module: join(cacheDir, `${hash}.mjs`), map: join(cacheDir, `${hash}.mjs.map`), hash }
}

async function store(cacheDir: string, hash: string, bundle: SpecBundle): Promise<void> {
  await mkdir(cacheDir, { recursive: true })
  const { module, map } = cached(cacheDir, hash)
  await replace(map, bundle.map)
  await replace(module, bundle.code)
}

/** Two runs at once write the same content, so whoever renames last is right. */
async function replace(path: string, content: string): Promise<void> {
  const temporary = `${path}.${process.pid}`
  await writeFile(temporary, content)
  await rename(temporary, path)
}

/** Another run may still read a module that is young. */
async function dropOld(cacheDir: string): Promise<void> {
  const names = (await readdir(cacheDir)).filter((name) => /\.mjs(\.map)?$/.test(name))
  await Promise.all(
    names.map(async (name) => {
      const path = join(cacheDir, name)
      const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs
      if (age > keptFor) await rm(path, { force: true })
    }),
  )
}

async function readIndex(path: string): Promise<CacheIndex | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as CacheIndex
  } catch {
    return null
  }
}

/** Files are many and small: to wait for each costs several times what reading it does. */
function hashInputs(root: string, inputs: readonly string[]): string | null {
  try {
    const hash = createHash('sha256')
    for (const input of inputs) hash.update(`${input}\0`).update(readFileSync(join(root, input)))
    return hash.digest('hex').slice(0, 32)
  } catch {
    return null
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
