import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runCommand } from '../src/engines/run-command.ts'
import { goPattern } from '../src/promql/go-pattern.ts'
import { readRegex } from '../src/promql/regex.ts'
import { engineProgram } from './support/engine-program.ts'

const atom = fc.constantFrom(
  ...String.raw`a b ab é . [ab] [^a] [[:alpha:]] \w \d \D \pL \b \B ^ $ (?i)B (?i:aB) (?-i) (?U) \Qa.\E [a-] \x61 (?P<n>a) ()`.split(
    ' ',
  ),
)
const { regex } = fc.letrec<{ regex: string }>((tie) => ({
  regex: fc.oneof(
    { maxDepth: 4 },
    atom,
    fc.tuple(tie('regex'), tie('regex')).map((both) => both.join('')),
    fc.tuple(tie('regex'), tie('regex')).map((both) => `(${both.join('|')})`),
    fc
      .tuple(tie('regex'), fc.constantFrom('*', '+', '?', '*?', '+?', '{2}', '{1,2}', '{0,2}?', '{2,}'))
      .map(([one, sign]) => `(${one})${sign}`),
  ),
}))
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', '.', '-', '1', 'é', ' '), maxLength: 5 })

test('3,000 patterns match, and fill templates, as in Prometheus', { timeout: 120_000 }, async () => {
  const promtool = await engineProgram('promtool')
  const pairs = fc
    .sample(fc.tuple(regex, text), { numRuns: 4000, seed: 20_261_121 })
    .filter(([pattern]) => readRegex(pattern).fault === null && !/\(\?P<n>.*\(\?P<n>/.test(pattern))
  expect(pairs.length).toBeGreaterThan(3000)
  const template = '[$1][${2}][$n]$$'
  const cases = pairs.map(([pattern, value]) => {
    const filled = goPattern(pattern).expand(template, value)
    const quoted = [value, template, pattern].map((one) => JSON.stringify(one))
    const labels = [
      ...(filled === null ? [] : [`d=${JSON.stringify(filled)}`]),
      ...(value === '' ? [] : [`s=${quoted[0]}`]),
    ]
    return {
      expr: `label_replace(label_replace(vector(1), "s", ${quoted[0]}, "", ""), "d", ${quoted[1]}, "s", ${quoted[2]})`,
      eval_time: '0s',
      exp_samples: [{ labels: `{${labels.join(', ')}}`, value: 1 }],
    }
  })
  const folder = await mkdtemp(join(tmpdir(), 'belfry-patterns-'))
  try {
    const file = join(folder, 'tests.yml')
    await writeFile(file, JSON.stringify({ rule_files: [], tests: [{ interval: '1m', promql_expr_test: cases }] }))
    const run = await runCommand(promtool.path, ['test', 'rules', file], { env: promtool.env, timeoutMs: 90_000 })
    expect(`${run.stdout}${run.stderr}`.slice(0, 4000)).toContain('SUCCESS')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
