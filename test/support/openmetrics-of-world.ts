import { constantOf } from '../../src/promql/infer/value-range.ts'
import type { SeriesInfo, World } from '../../src/promql/infer/world.ts'

/** The time that the samples end at, in seconds. */
export const endOfSamples = 1_700_000_000
const interval = 15
const samples = 120

/** Samples of every series that a world may have, but for those that a die removes; the same each time. */
export function openMetricsOf(world: World): string {
  const die = diceOf(7)
  const lines: string[] = []
  for (const name of world.names()) {
    for (const info of world.series(name)) {
      const combinations = labelCombinations(info)
      const kept = combinations.filter(() => die() < 0.85)
      for (const labels of info.kind === 'bucket' ? combinations : kept.length === 0 ? combinations : kept) {
        const text = [...labels].map(([label, value]) => `${label}="${value}"`).join(',')
        for (const [index, value] of valuesOf(info, labels, die).entries()) {
          const time = endOfSamples - (samples - 1 - index) * interval
          lines.push(`${name}{${text}} ${value} ${time}`)
        }
      }
    }
  }
  return `${lines.join('\n')}\n# EOF\n`
}

/** Each label takes each of its values, or two made-up ones, and is left out once where it may be. */
function labelCombinations({ labels }: SeriesInfo): readonly ReadonlyMap<string, string>[] {
  let found: ReadonlyMap<string, string>[] = [new Map()]
  for (const [name, { certain, values }] of labels.labels) {
    const texts = [...(values ?? [`${name}-x`, `${name}-y`]), ...(certain ? [] : [''])]
    found = found.flatMap((before) =>
      texts.map((text) => (text === '' ? before : new Map([...before, [name, text] as const]))),
    )
  }
  return found
}

function valuesOf(
  { kind, range }: SeriesInfo,
  labels: ReadonlyMap<string, string>,
  die: () => number,
): readonly number[] {
  const constant = constantOf(range)
  const low = Math.max(range.min, -40)
  const high = Math.min(range.max, low + 200)
  let grown = Math.floor(die() * 50)
  const idle = die() < 0.15
  const boundary = Number(labels.get('le')?.replace('+Inf', '100') ?? 1)
  return Array.from({ length: samples }, (_, index) => {
    if (constant !== null) return constant
    switch (kind) {
      case 'bucket':
        return Math.floor(index * Math.min(boundary, 3))
      case 'counter':
      case 'sum':
      case 'count':
        if (!idle) grown = die() < 0.01 ? 0 : grown + Math.floor(die() * 5)
        return grown
      case 'boolean':
        return die() < 0.7 ? 1 : 0
      case 'timestamp':
        return endOfSamples - 5000
      default:
        return idle ? low : die() < 0.1 ? low : die() < 0.1 ? high : low + die() * (high - low)
    }
  })
}

/** Numbers from 0 to 1 that look like chance and are always the same. */
export function diceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
