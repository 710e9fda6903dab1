import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { alertsByName, dpgModel } from './support/dpg-model.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const pages = fileURLToPath(new URL('../docs/systems/', import.meta.url))
const model = dpgModel()

describe('the pages of the systems', () => {
  it('are up to date', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['bin/belfry.js', 'docs', '--check'], { cwd: root })
    expect(stdout).toBe(`${model.systems.length + 1} pages are up to date\n`)
  }, 60_000)

  it('stand around what is written about each system', async () => {
    const written = (await readdir(pages)).filter((name) => name.endsWith('.differences.md'))
    expect(written.sort()).toEqual(model.systems.map(({ name }) => `${name}.differences.md`).sort())
  })

  it.each(model.systems.map(({ name }) => name))('%s: all alerts, metrics and options are in it', async (system) => {
    const page = await readFile(`${pages}${system}.md`, 'utf8')
    const alerts = [...alertsByName(model).values()].filter((one) => one.system === system)
    const facts = model.systems.find(({ name }) => name === system)
    const names = [
      ...alerts.map(({ name }) => `| [${name}](../../rendered/runbooks/${system}/${name}.md) |`),
      ...(facts?.documented ?? []).map((name) => `| \`${name}\` | yes |`),
      ...(facts?.options ?? []).map(({ name }) => `| \`${name}\` |`),
    ]
    expect(names.filter((name) => !page.includes(name))).toEqual([])
  })
})
