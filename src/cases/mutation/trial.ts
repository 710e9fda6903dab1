import { createHash } from 'node:crypto'
import { type Artifact, artifact } from '../../model/artifact.ts'
import type { Alert, Recording } from '../../model/model.ts'
import { ruleGroup } from '../../renderers/rules.ts'
import { formatDuration } from '../../spec/duration.ts'
import type { AlertCase } from '../alert-case.ts'
import { expectationsOf, testOf, testPath } from '../render-cases.ts'
import type { Mutant } from './mutant.ts'
import { mutated, variantOf } from './variant.ts'

/** A mutant against one case: the case kills it, or not. */
export interface Trial {
  /** Ends the names of its rules, so that what promtool says can be told apart; `_m12`. */
  readonly tag: string
  readonly mutant: Mutant
}

/** Trials that share the series of a case, and so one test. */
export interface TrialGroup {
  readonly one: AlertCase
  readonly trials: readonly Trial[]
}

/** What is the same whenever rules, case and promtool are. */
export function trialKey(promtoolVersion: string, one: AlertCase, mutant: Mutant): string {
  const rules = [...one.recordings, one.alert].map((rule) => mutated(rule, mutant))
  const hash = createHash('sha256').update(`${promtoolVersion} ${one.evaluationInterval} ${caseHash(one)} `)
  return hash
    .update(JSON.stringify(groupOf(one, rules)))
    .digest('hex')
    .slice(0, 24)
}

/**
 * A file of rules, with the case's own and the variants of all trials, and a test that expects of each variant what is
 * expected of the alert. YAML takes JSON for its own, and JSON is written much faster.
 */
export function renderTrials({ one, trials }: TrialGroup, stem: string): readonly Artifact[] {
  const rules = [...one.recordings, one.alert, ...trials.flatMap(({ mutant, tag }) => variantOf(one, mutant, tag))]
  const test = {
    ...testOf(one),
    alert_rule_test: ['', ...trials.map(({ tag }) => tag)].flatMap((tag) =>
      expectationsOf(one, `${one.alert.name}${tag}`),
    ),
  }
  const evaluation_interval = formatDuration(one.evaluationInterval)
  return [
    artifact(`${stem}.rules.yml`, JSON.stringify({ groups: [groupOf(one, rules)] })),
    artifact(testPath(stem), JSON.stringify({ rule_files: [`${stem}.rules.yml`], evaluation_interval, tests: [test] })),
  ]
}

/** Rules that are evaluated in all, each a few hundredths of a millisecond, and what it takes to begin. */
export function costOf({ one, trials }: TrialGroup): number {
  return evaluationsOf(one) * (1 + one.recordings.length + trials.length) + 150
}

/** How often the rules of a case are evaluated. */
export function evaluationsOf({ expectations, evaluationInterval }: AlertCase): number {
  return Math.max(...expectations.map(({ at }) => at)) / evaluationInterval
}

function groupOf({ alert, evaluationInterval }: AlertCase, rules: readonly (Alert | Recording)[]): object {
  return ruleGroup({ name: alert.system, interval: formatDuration(evaluationInterval), rules })
}

const hashes = new WeakMap<AlertCase, string>()

function caseHash(one: AlertCase): string {
  const known =
    hashes.get(one) ??
    createHash('sha256')
      .update(JSON.stringify({ ...testOf(one), name: '' }))
      .digest('hex')
  hashes.set(one, known)
  return known
}
