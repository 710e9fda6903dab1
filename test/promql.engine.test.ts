import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, type TestContext, test } from 'vitest'
import { findProgram } from '../src/engines/find-program.ts'
import type { Program } from '../src/engines/program.ts'
import { runCommand } from '../src/engines/run-command.ts'
import { BelfryError } from '../src/errors/belfry-error.ts'
import { fromYaml } from '../src/formats/yaml.ts'
import { parsePromql } from '../src/promql/parse.ts'
import { checkTypes } from '../src/promql/typecheck.ts'
import type { PromqlVersion } from '../src/promql/versions.ts'
import { brokenPromql, promqlExpression } from './support/promql-generator.ts'

/** Where we and promtool disagree on purpose. */
const kept: readonly Kept[] = [
  {
    reason: 'to Prometheus 3, an offset of zero is none, so that a second one passes; two are a mistake',
    pattern: /offset\s+[-+\s]*0(?:ms|[smhdwy])?\b[^)]*offset/i,
    example: 'up offset 0s offset 5m',
    versions: ['3.x'],
  },
  {
    reason: 'Prometheus 3 takes an offset that is no number; it means nothing',
    pattern: /offset\s+[-+\s]*nan\b/i,
    example: 'up offset nan',
    versions: ['3.x'],
  },
  {
    reason: 'Prometheus 3 takes the e of a hexadecimal number for an exponent when it is the second digit',
    pattern: /\b0x[\da-f]e/i,
    example: '0x1e',
    versions: ['3.x'],
  },
  {
    reason: 'depth is bounded, so that nothing that walks over the tree can run out of stack',
    pattern: /\({251}/,
    example: `${'('.repeat(300)}1${')'.repeat(300)}`,
    versions: ['2.42', '3.x'],
  },
  {
    reason: 'the number of operators is bounded for the same reason',
    pattern: /(?:\+1){1001}/,
    example: `1${'+1'.repeat(1001)}`,
    versions: ['2.42', '3.x'],
  },
]

interface Kept {
  readonly reason: string
  readonly pattern: RegExp
  readonly example: string
  readonly versions: readonly PromqlVersion[]
}

/** A promtool of each generation, by the suite of Debian that has it. */
const generations: readonly Generation[] = [
  { version: '2.42', release: /^2\.42\./ },
  { version: '3.x', release: /^3\.5\./, suite: 'sid' },
]

interface Generation {
  readonly version: PromqlVersion
  readonly release: RegExp
  readonly suite?: string
}

describe.each(generations)('PromQL $version', (generation) => {
  const { version } = generation

  test('has the verdicts of promtool on the rules of others', async (context) => {
    const promtool = await promtoolOf(generation, context)
    const corpora = process.env.BELFRY_CORPORA
    if (corpora === undefined) return context.skip('BELFRY_CORPORA names no folder')
    const expressions = await ruleExpressions(join(corpora, 'rules'))
    expect(expressions.length).toBeGreaterThan(100)
    expect(expressions.filter((text) => !accepts(text, version))).toEqual([])
    expect(await disagreements(expressions, version, promtool)).toEqual([])
  })

  test('has the verdicts of promtool on 8,000 generated expressions', { timeout: 120_000 }, async (context) => {
    const promtool = await promtoolOf(generation, context)
    const half = { numRuns: 4000, seed: 20_260_101 }
    const expressions = [...fc.sample(promqlExpression(), half), ...fc.sample(brokenPromql(), half)]
    const found = await disagreements(expressions, version, promtool)
    expect(found.filter(({ text }) => !isKept(text, version))).toEqual([])
    const accepted = expressions.filter((text) => accepts(text, version)).length
    expect(accepted).toBeGreaterThan(2500)
    expect(accepted).toBeLessThan(6500)
  })

  const ofVersion = kept.filter(({ versions }) => versions.includes(version))
  test.for(ofVersion)('still disagrees where $reason', async ({ example }, context) => {
    const promtool = await promtoolOf(generation, context)
    expect(isKept(example, version)).toBe(true)
    expect(await disagreements([example], version, promtool)).toHaveLength(1)
  })
})

function isKept(text: string, version: PromqlVersion): boolean {
  return kept.some(({ pattern, versions }) => versions.includes(version) && pattern.test(text))
}

interface Disagreement {
  readonly text: string
  readonly ours: string
  readonly theirs: string
}

async function disagreements(
  expressions: readonly string[],
  version: PromqlVersion,
  promtool: Program,
): Promise<readonly Disagreement[]> {
  const refusals = await promtoolRefusals(expressions, promtool)
  return expressions.flatMap((text, index) => {
    const theirs = refusals.get(index)
    if (accepts(text, version) === (theirs === undefined)) return []
    return [{ text, ours: ourFaults(text, version)[0]?.message ?? 'accepted', theirs: theirs ?? 'accepted' }]
  })
}

function accepts(text: string, version: PromqlVersion): boolean {
  return ourFaults(text, version).length === 0
}

function ourFaults(text: string, version: PromqlVersion): readonly { readonly message: string }[] {
  const { node, faults } = parsePromql(text)
  return node === null ? faults : checkTypes(node, version)
}

/** Why promtool refuses expressions, by their index; it lists every rule that it refuses. */
async function promtoolRefusals(
  expressions: readonly string[],
  promtool: Program,
): Promise<ReadonlyMap<number, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-promql-'))
  try {
    const file = join(folder, 'rules.yml')
    // Text in JSON is text in YAML.
    const rules = expressions.map((text, index) => `  - { record: "r${index}", expr: ${JSON.stringify(text)} }\n`)
    await writeFile(file, `groups:\n- name: g\n  rules:\n${rules.join('')}`)
    const { exitCode, stderr } = await runCommand(promtool.path, ['check', 'rules', file], {
      env: promtool.env,
      timeoutMs: 60_000,
    })
    const refusals = [...stderr.matchAll(/rule \d+, "r(\d+)": (.*)/g)].map(
      ([, index, reason]) => [Number(index), reason ?? ''] as const,
    )
    if (exitCode !== 0 && refusals.length === 0) throw new Error(stderr)
    return new Map(refusals)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function ruleExpressions(folder: string): Promise<readonly string[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.ya?ml$/.test(file)).sort()
  const documents = await Promise.all(files.map(async (file) => fromYaml(await readFile(join(folder, file), 'utf8'))))
  return documents.flatMap((document) =>
    ((document as RuleFile | null)?.groups ?? []).flatMap(({ rules }) => (rules ?? []).map(({ expr }) => String(expr))),
  )
}

interface RuleFile {
  readonly groups?: readonly { readonly rules?: readonly { readonly expr: unknown }[] }[]
}

/** Skips the test where the machine's promtool is of another generation, or the suite cannot be reached. */
async function promtoolOf(generation: Generation, context: TestContext): Promise<Program> {
  return (await findPromtool(generation)) ?? context.skip(`there is no promtool for ${generation.version} here`)
}

/** @throws BelfryError on a build server that lacks the promtool of its own suite. */
async function findPromtool({ release, suite }: Generation): Promise<Program | null> {
  try {
    const promtool = await findProgram('promtool', { fetch: true, ...(suite === undefined ? {} : { suite }) })
    return release.test(promtool.version) ? promtool : null
  } catch (error) {
    const mayBeMissing = suite !== undefined || process.env.CI !== 'true'
    if (error instanceof BelfryError && mayBeMissing) return null
    throw error
  }
}
