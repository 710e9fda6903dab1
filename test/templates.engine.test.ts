import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { traceTemplate } from '../src/checks/template/trace-template.ts'
import { findProgram } from '../src/engines/find-program.ts'
import type { Program } from '../src/engines/program.ts'
import { runCommand } from '../src/engines/run-command.ts'
import { BelfryError } from '../src/errors/belfry-error.ts'
import type { PromqlVersion } from '../src/promql/versions.ts'

const pieces = [
  '{{ $labels.instance }}',
  '{{ $value | humanize }}',
  '{{ if $value }}',
  '{{ else }}',
  '{{ else if eq $labels.a "b" }}',
  '{{ else with first (query "up") }}',
  '{{ with $value }}a{{ else with 1 }}b{{ end }}',
  '{{ continue }}',
  '{{ end }}',
  '{{- .Value -}}',
  '{{ range query "up" }}',
  '{{ range $i, $s := query "up" }}{{ $i }}{{ end }}',
  '{{ with $x := first (query "up") }}',
  '{{ $x.Value }}',
  '{{/* a comment */}}',
  '{{ printf "%.2f" $value }}',
  '{{ break }}',
  '{{ define "a" }}',
  '{{ block "b" . }}',
  '{{ template "a" . }}',
  '{{ ($labels).job }}',
  '{{ index $labels "a" | toUpper }}',
  '{{ unheardOf 1 }}',
  '{{ `raw` }}',
  "{{ 'c' }}",
  '{{ 1.5e3 }}',
  '{{ and (gt $value 1.0) (lt $value 2.0) }}',
  'text ',
]
const spoilers = [
  '{',
  '}',
  '|',
  '(',
  ')',
  '"',
  '`',
  '.',
  '$',
  ' ',
  ',',
  ':=',
  '=',
  'x',
  '1',
  '-',
  'end',
  '\\',
  '!',
  '\n',
]

/** A template of a few pieces, most often closed, with up to two places spoilt. */
const template = fc
  .record({
    parts: fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }),
    closed: fc.integer({ min: 0, max: 9 }).map((number) => number < 8),
    spoilt: fc.array(fc.tuple(fc.nat(), fc.constantFrom('', ...spoilers), fc.boolean()), { maxLength: 2 }),
  })
  .map(({ parts, closed, spoilt }) => {
    const whole = parts.join('')
    const open = count(whole, /\{\{ (?:if|range|with|define|block)/g) - count(whole, /\{\{ end/g)
    const start = closed ? whole + '{{ end }}'.repeat(Math.max(0, open)) : whole
    return spoilt.reduce((text, [number, spoiler, replaces]) => {
      const at = number % (text.length + 1)
      return text.slice(0, at) + spoiler + text.slice(replaces ? at + 1 : at)
    }, start)
  })

/** The machine's own promtool, and the newest one. */
const suites = ['own', 'sid']
const title = 'templates have the verdicts of promtool (%s), 4,000 generated ones'
test.for(suites)(title, { timeout: 120_000 }, async (suite, { skip }) => {
  const promtool = (await findPromtool(suite)) ?? skip(`there is no promtool of ${suite} here`)
  const version = promtool.version.startsWith('2.') ? '2.42' : '3.x'
  const texts = fc.sample(template, { numRuns: 4000, seed: 20_260_102 })
  const refused = await promtoolRefusals(texts, promtool)
  expect(refused.size).toBeGreaterThan(500)
  const disagreements = texts.filter((text, index) => refused.has(index) !== isRefused(text, version))
  expect(disagreements).toEqual([])
})

/** What only shows when a template is filled in, promtool does not see. */
const whenFilledIn =
  /^(?!templates have no function).*(?:takes|a template has no|a sample has no|has no fields|there is no template|is no function, so)/

function isRefused(text: string, version: PromqlVersion): boolean {
  return traceTemplate(text, version, () => null).faults.some(({ message }) => !whenFilledIn.test(message))
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

async function promtoolRefusals(texts: readonly string[], promtool: Program): Promise<ReadonlySet<number>> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-templates-'))
  try {
    const file = join(folder, 'rules.yml')
    const rules = texts.map((text, index) => ({ alert: `T${index}`, expr: 'up == 0', annotations: { text } }))
    // Text in JSON is text in YAML.
    await writeFile(file, JSON.stringify({ groups: [{ name: 'g', rules }] }))
    const { exitCode, stderr } = await runCommand(promtool.path, ['check', 'rules', file], {
      env: promtool.env,
      timeoutMs: 60_000,
    })
    const refused = new Set([...stderr.matchAll(/template: __alert_T(\d+):/g)].map(([, index]) => Number(index)))
    if (exitCode !== 0 && refused.size === 0) throw new Error(stderr)
    return refused
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function findPromtool(suite: string): Promise<Program | null> {
  try {
    return await findProgram('promtool', { fetch: true, ...(suite === 'own' ? {} : { suite }) })
  } catch (error) {
    if (error instanceof BelfryError && process.env.CI !== 'true') return null
    throw error
  }
}
