import { access, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Model } from '../../model/model.ts'
import { differencesPath, picturePath, renderSystemPages } from '../../renderers/system-pages.ts'
import { type EnvironmentName, environmentNames } from '../../spec/environment.ts'
import { openStack, soundModel } from '../open-stack.ts'
import { result, talk } from '../output.ts'
import { ProblemsFound } from '../report-error.ts'
import { writeOutput } from '../write-output.ts'

export interface DocsOptions {
  readonly stack: string
  readonly check?: boolean
}

/** Writes a page for every system of the stack, or says which pages are no longer true. */
export async function docs(options: DocsOptions): Promise<void> {
  const models = await modelsOf(options)
  const [model] = models
  const texts = await Promise.all(
    model.systems.map(async ({ name }) => [name, await readText(differencesPath(name))] as const),
  )
  const keys = model.dashboards.map(({ key }) => key)
  const taken = await Promise.all(keys.map((key) => isThere(picturePath(key))))
  const pictures = new Set(keys.filter((_key, index) => taken[index]))
  const pages = renderSystemPages(models, new Map(texts), pictures)
  const contents = await Promise.all(pages.map(({ path }) => readText(path)))
  const stale = pages.filter(({ content }, index) => content !== contents[index])

  if (options.check === true) {
    if (stale.length === 0) return result(`${pages.length} pages are up to date`)
    for (const { path } of stale) talk(`${path} is not what the spec says now`)
    throw new ProblemsFound()
  }
  for (const { path, content } of stale) {
    await writeOutput(path, content)
    talk(`~ ${path}`)
  }
  result(`${pages.length} pages: ${stale.length} written`)
}

async function modelsOf(options: DocsOptions): Promise<readonly [Model, ...Model[]]> {
  const stack = await openStack(options)
  const [first, ...others] = environmentNames
  const model = (environment: EnvironmentName) => soundModel(stack, environment, { kind: 'compose' })
  return [await model(first), ...(await Promise.all(others.map(model)))]
}

async function isThere(path: string): Promise<boolean> {
  return access(resolve(path)).then(
    () => true,
    () => false,
  )
}

/** Empty when there is no such file. */
async function readText(path: string): Promise<string> {
  try {
    return await readFile(resolve(path), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
