import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const folder = new URL('../src/preview/vendor/', import.meta.url)

test('the bundles are made from the inputs that stand in vendor/', async () => {
  const { inputsHash }: { inputsHash: () => string } = await import(
    new URL('../vendor/inputs-hash.mjs', import.meta.url).href
  )
  const all = (await readdir(folder)).sort()
  expect(all.filter((name) => name.endsWith('.ttf'))).toEqual(['inter-400.ttf', 'inter-500.ttf', 'inter-600.ttf'])
  const names = all.filter((name) => name.endsWith('.js'))
  expect(names).toEqual(['echarts.js', 'grafana-data.js', 'inter.js', 'markdown.js'])
  for (const name of names) {
    const banner = (await readFile(new URL(name, folder), 'utf8')).slice(0, 200)
    expect(banner, `${name}: run \`npm run vendor\``).toContain(`from inputs ${inputsHash()}.`)
  }
})

test('the licences of all that is in the bundles are at hand', async () => {
  const notices = await readFile(new URL('../vendor/NOTICES.md', import.meta.url), 'utf8')
  for (const name of ['@grafana/data 13.2.3', 'echarts 6.1.0', 'zrender', '@fontsource-variable/inter', 'marked'])
    expect(notices).toContain(`## ${name}`)
})
