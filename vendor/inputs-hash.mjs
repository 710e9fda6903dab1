import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const inputs = [
  'package-lock.json',
  'build.mjs',
  'entries/echarts.js',
  'entries/grafana-data.js',
  'entries/markdown.js',
  'font.mjs',
  'inputs-hash.mjs',
  'stubs/i18n.js',
  'stubs/moment-timezone.js',
]

/** Changes with whatever the bundles are made from; each bundle carries it, so that a stale one is noticed. */
export function inputsHash() {
  const hash = createHash('sha256')
  for (const input of inputs) hash.update(`${input}\n`).update(readFileSync(join(here, input)))
  return hash.digest('hex').slice(0, 16)
}
