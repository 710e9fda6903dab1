import type { EquivalentSpec } from '../../spec/equivalents.ts'
import type { AlertCase } from '../alert-case.ts'
import { type EquivalentMatch, matchEquivalent } from './equivalents.ts'
import type { Mutant } from './mutant.ts'
import type { Fate, Suspect } from './run-mutants.ts'

/** How many mutants met which fate. */
export interface Tally {
  readonly mutants: number
  readonly killed: number
  readonly survived: number
  /** Survivors that the content says mean the same as their rule. */
  readonly equivalent: number
  /** No case has to do with them. */
  readonly untested: number
  /** promtool cannot read them; they count for nothing. */
  readonly refused: number
  /** Of the mutants that a case could kill, the share that is killed; 1 when there are none. */
  readonly score: number
}

export interface Survivor {
  readonly mutant: Mutant
  /** Cases that looked at it. */
  readonly cases: readonly AlertCase[]
}

export interface MutationScore {
  readonly whole: Tally
  readonly systems: ReadonlyMap<string, Tally>
  readonly survivors: readonly Survivor[]
  readonly equivalents: readonly EquivalentMatch[]
  /** Rules that no case has to do with. */
  readonly untested: readonly string[]
}

/** What a run means. */
export function scoreOf(
  suspects: readonly Suspect[],
  fates: ReadonlyMap<Mutant, Fate>,
  stated: readonly EquivalentSpec[],
): MutationScore {
  const survivors: Survivor[] = []
  const equivalents: EquivalentMatch[] = []
  const untested = new Set<string>()
  const counts = new Map<string, Record<Fate | 'equivalent', number>>()
  for (const { mutant, cases } of suspects) {
    const { system, name } = mutant.original
    const count = counts.get(system) ?? { killed: 0, survived: 0, equivalent: 0, untested: 0, refused: 0 }
    counts.set(system, count)
    const fate = fates.get(mutant) ?? 'untested'
    const match = fate === 'survived' ? matchEquivalent(stated, mutant) : null
    count[match === null ? fate : 'equivalent'] += 1
    if (match !== null) equivalents.push(match)
    else if (fate === 'survived') survivors.push({ mutant, cases })
    else if (fate === 'untested') untested.add(name)
  }
  const systems = new Map([...counts].map(([system, count]) => [system, tally([count])] as const))
  return { whole: tally([...counts.values()]), systems, survivors, equivalents, untested: [...untested] }
}

function tally(counts: readonly Readonly<Record<Fate | 'equivalent', number>>[]): Tally {
  const sum = (key: Fate | 'equivalent') => counts.reduce((total, count) => total + count[key], 0)
  const [killed, survived, equivalent] = [sum('killed'), sum('survived'), sum('equivalent')]
  const [untested, refused] = [sum('untested'), sum('refused')]
  return {
    mutants: killed + survived + equivalent + untested + refused,
    killed,
    survived,
    equivalent,
    untested,
    refused,
    score: killed + survived === 0 ? 1 : killed / (killed + survived),
  }
}
