import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const preload = fileURLToPath(new URL('report-cpu.mjs', import.meta.url))

/** Processor time (user and system) of one run of a Node.js program, in milliseconds. */
export function cpuOf(args, cwd) {
  const run = spawnSync(process.execPath, ['--import', preload, ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  if (run.status !== 0) throw new Error(`${args.join(' ')} ended with ${run.status}: ${run.stderr}`)
  return Number(run.output[3]) / 1000
}

/**
 * Two programs in turn, A B A B, so that a machine that slows down slows both.
 *
 * @returns medians in milliseconds and the median of the ratios A/B of neighbouring runs.
 */
export function comparePairs(a, b, runs = 11) {
  a()
  b()
  const pairs = Array.from({ length: runs }, () => [a(), b()])
  return {
    a: median(pairs.map(([first]) => first)),
    b: median(pairs.map(([, second]) => second)),
    ratio: median(pairs.map(([first, second]) => first / second)),
  }
}

function median(values) {
  const sorted = [...values].sort((x, y) => x - y)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
