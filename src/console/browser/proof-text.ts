import type { Proof } from './stack.ts'
import { count, seconds } from './text.ts'

export interface ProofLine {
  readonly text: string
  readonly isFine: boolean
  /** Nothing was run. */
  readonly isSoft?: boolean
}

/** What the last tests, mutations and drills say of an alert. */
export function proofText({ cases, mutation, drills }: Proof, name: string): readonly ProofLine[] {
  const lines: ProofLine[] = []
  const tested = cases[name]
  if (tested !== undefined)
    lines.push({
      text:
        tested.failed === 0
          ? count(tested.cases, 'case holds', 'cases hold')
          : `${tested.failed} of ${tested.cases} cases fail`,
      isFine: tested.failed === 0,
    })
  const mutated = mutation[name]
  if (mutated !== undefined)
    lines.push({ text: `${Math.floor(mutated.score * 100)} % of mutants noticed`, isFine: mutated.survived === 0 })
  const drilled = drills[name]
  if (drilled !== undefined)
    lines.push({
      text: `drill of ${drilled.at.slice(0, 10)}: ${drilled.outcome}${drilled.detection === null ? '' : ` in ${seconds(drilled.detection)}`}`,
      isFine: drilled.outcome === 'passed' || drilled.outcome === 'skipped',
    })
  return lines.length === 0 ? [{ text: 'not run yet', isFine: true, isSoft: true }] : lines
}
