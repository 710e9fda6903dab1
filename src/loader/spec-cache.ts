import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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
  if (index !== null && (await hashInputs(root, index.inputs)) === index.hash) return cached(cacheDir, index.hash)
  const bundle = await bundleSpec(root, entry)
  const hash = (await hashInputs(root, bundle.inputs)) ?? digest(bundle.code)
  await store(cacheDir, hash, bundle)
  await replace(indexPath, JSON.stringify({ hash, inputs: bundle.inputs } satisfies CacheIndex))
  await dropOthers(cacheDir, hash)
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

async function dropOthers(cacheDir: string, hash: string): Promise<void> {
  const stale = (await readdir(cacheDir)).filter((name) => /\.mjs(\.map)?$/.test(name) && !name.startsWith(hash))
  await Promise.all(stale.map((name) => rm(join(cacheDir, name), { force: true })))
}

async function readIndex(path: string): Promise<CacheIndex | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as CacheIndex
  } catch {
    return null
  }
}

async function hashInputs(root: string, inputs: readonly string[]): Promise<string | null> {
  try {
    const contents = await Promise.all(inputs.map((input) => readFile(join(root, input))))
    const hash = createHash('sha256')
    for (const [index, input] of inputs.entries()) hash.update(`${input}\0`).update(contents[index] ?? '')
    return hash.digest('hex').slice(0, 32)
  } catch {
    return null
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
