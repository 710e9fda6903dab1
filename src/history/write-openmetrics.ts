import { closeSync, openSync, writeSync } from 'node:fs'
import { canonicalFloat } from '../model/series.ts'
import type { Labels } from '../spec/labels.ts'
import type { HistorySeries } from './history-series.ts'

export interface Written {
  readonly series: number
  readonly samples: number
}

/**
 * Writes series as OpenMetrics text.
 *
 * @param canonical - whether bounds are stored as `1.0`, as Prometheus 3 does.
 */
export async function writeOpenMetrics(
  path: string,
  all: Iterable<HistorySeries>,
  canonical: boolean,
  signal: AbortSignal,
): Promise<Written> {
  const file = openSync(path, 'wx', 0o600)
  let series = 0
  let samples = 0
  let pending: string[] = []
  try {
    for (const one of all) {
      const head = `${one.name}${labelText(one.labels, canonical)} `
      for (let index = 0; index < one.times.length; index++) {
        const value = one.values[index] ?? Number.NaN
        if (Number.isNaN(value)) continue
        pending.push(head, numberText(value), ' ', String(one.times[index]), '\n')
        samples += 1
      }
      series += 1
      if (pending.length > 200_000) {
        writeSync(file, pending.join(''))
        pending = []
        // Gives an interrupt, and the screen, their turn.
        await new Promise(setImmediate)
        signal.throwIfAborted()
      }
    }
    pending.push('# EOF\n')
    writeSync(file, pending.join(''))
  } finally {
    closeSync(file)
  }
  return { series, samples }
}

function numberText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(9)))
}

function labelText(labels: Labels, canonical: boolean): string {
  const pairs = Object.entries(labels).map(([name, value]) => {
    const bound = canonical && (name === 'le' || name === 'quantile') && value !== '+Inf'
    return `${name}="${escaped(bound ? canonicalFloat(Number(value)) : value)}"`
  })
  return `{${pairs.join(',')}}`
}

function escaped(text: string): string {
  return text.replace(/[\\"\n]/g, (one) => (one === '\n' ? '\\n' : `\\${one}`))
}
