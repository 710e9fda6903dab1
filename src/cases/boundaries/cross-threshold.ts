import type { Knob } from './knob.ts'

/** Amounts of a knob around the threshold; `null` where it cannot be reached. */
export interface Crossing {
  readonly before: number
  readonly at: number | null
  readonly beyond: number | null
}

/**
 * Turns a knob until the margin changes its sign.
 *
 * @param marginOf - the margin at an amount; `NaN` where there is none.
 * @param near - the margin that counts as just before, or just beyond, the threshold.
 */
export function crossThreshold(knob: Knob, marginOf: (amount: number) => number, near: number): Crossing | null {
  const begin = marginOf(knob.neutral)
  const side = Math.sign(begin)
  for (const amounts of knob.outward) {
    let last = knob.neutral
    for (const amount of amounts) {
      const margin = marginOf(amount)
      if (Number.isNaN(margin)) break
      if (margin * side <= -near) {
        const solved = (target: number): number => solve(marginOf, knob.neutral, amount, target)
        const at = solved(0)
        return {
          before: begin * side <= near ? knob.neutral : solved(near * side),
          at: marginOf(at) === 0 ? at : null,
          beyond: solved(-near * side),
        }
      }
      // What can only grow rests at 0, and is never below.
      if (margin === 0 && amount === 0 && last !== amount)
        return { before: solve(marginOf, knob.neutral, 0, near * side), at: 0, beyond: null }
      last = amount
    }
  }
  return null
}

/** The amount at which the margin is the target, which lies between those at the two ends: false position, kept from standing still. */
function solve(marginOf: (amount: number) => number, from: number, to: number, target: number): number {
  let [a, b] = [from, to]
  let [atA, atB] = [marginOf(a) - target, marginOf(b) - target]
  let lastSide = 0
  for (let round = 0; round < 100; round += 1) {
    const middle = (a * atB - b * atA) / (atB - atA)
    const at = marginOf(middle) - target
    if (at === 0 || Math.abs(at) < Math.abs(target) * 1e-3 || Math.abs(b - a) <= 1e-15 * Math.abs(a)) return middle
    const side = Math.sign(at) === Math.sign(atB) ? 1 : -1
    if (side === 1) {
      b = middle
      atB = at
      if (lastSide === 1) atA /= 2
    } else {
      a = middle
      atA = at
      if (lastSide === -1) atB /= 2
    }
    lastSide = side
  }
  return (a + b) / 2
}
