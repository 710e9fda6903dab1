import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { captureCatalog } from '../src/cli/commands/catalog.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-capture-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const golden = (name: string) => new URL(`../src/catalog/golden/${name}`, import.meta.url).pathname

it('captures files and URLs together, and asks as Prometheus asks', async () => {
  const text = await readFile(golden('mill-1.10.0.openmetrics'))
  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    asked.push(request.url, request.headers.accept?.split(',')[0])
    response.end(text)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics?all=1`
  const out = join(folder, 'captured.ts')
  try {
    await captureCatalog({ out }, [golden('mill-1.2.0.prom'), url])
  } finally {
    server.close()
  }
  expect(asked).toEqual(['/metrics?all=1', 'application/openmetrics-text;version=1.0.0'])
  expect(await readFile(out, 'utf8')).toBe(await readFile(golden('mill.captured.ts.txt'), 'utf8'))
})

it('names file, line and column of each fault', async () => {
  const input = join(folder, 'bad.prom')
  await writeFile(input, 'a 1\nb{c=1} 1\n# TYPE a gauge\n')
  await expect(captureCatalog({}, [input])).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: `${input}:2:5: expected "\\""`,
    hint: `${input}:3:8: TYPE of a stands after its samples`,
  })
})

it.each([
  ['a page that is no exposition', '<html>\n', 'CONFIG_INVALID'],
  ['an empty one', '', 'CONFIG_INVALID'],
])('refuses %s', async (_, text, code) => {
  const input = join(folder, 'page')
  await writeFile(input, text)
  await expect(captureCatalog({}, [input])).rejects.toMatchObject({ code })
})

it('refuses a file that is not there, a URL that is none, and a name that is no constant', async () => {
  await expect(captureCatalog({}, [join(folder, 'none')])).rejects.toMatchObject({ code: 'BAD_OPTION' })
  await expect(captureCatalog({}, ['http://:::'])).rejects.toMatchObject({ code: 'BAD_OPTION' })
  await expect(captureCatalog({ name: 'a b' }, [golden('mill-1.2.0.prom')])).rejects.toMatchObject({
    code: 'BAD_OPTION',
  })
})
