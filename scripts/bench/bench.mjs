/** Prints what the command line costs, each time beside an empty Node.js process in the same run. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { comparePairs, cpuOf } from './measure.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'belfry-bench-'))
const empty = () => cpuOf(['-e', '0'], root)
const belfry = (...args) => cpuOf(['bin/belfry.js', ...args], root)
let folder = 0
const generate = () => belfry('generate', '--out', join(scratch, String(folder++)))

const rows = [
  ['belfry --help', () => belfry('--help'), 1.5],
  ['belfry generate, spec compiled, new folder', generate, 3],
  ['belfry generate, spec compiled, nothing to write', () => belfry('generate', '--out', join(scratch, '0')), 3],
  [
    'belfry generate, rendered anew',
    () => {
      rmSync(join(root, '.belfry/cache/rendered'), { recursive: true, force: true })
      return generate()
    },
    null,
  ],
]

try {
  console.log('CPU time (user + system), median of 11 pairs, against an empty Node.js process')
  for (const [name, run, bound] of rows) {
    const { a, b, ratio } = comparePairs(run, empty)
    const aim = bound === null ? '' : `  (aim: at most ${bound})`
    console.log(`${name.padEnd(50)} ${a.toFixed(0).padStart(5)} ms  / ${b.toFixed(0)} ms = ${ratio.toFixed(2)}${aim}`)
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
