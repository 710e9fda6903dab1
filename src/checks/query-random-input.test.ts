import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { brokenPromql, promqlExpression } from '../../test/support/promql-generator.ts'
import type { Place } from '../errors/place.ts'
import type { SourceText } from '../errors/source-text.ts'
import { readDashboardFile } from '../foreign/dashboard-file.ts'
import type { ForeignGroup } from '../foreign/foreign-rules.ts'
import { readRuleFile } from '../foreign/rule-file.ts'
import { buildCatalog } from '../model/catalog.ts'
import { counter, gauge, histogram } from '../spec/metrics.ts'
import { checks } from './checks.ts'
import { runQueryChecks } from './run-checks.ts'
import { subjectsOfForeign } from './subjects-of-foreign.ts'
import { foreignWorld } from './world.ts'

const seed = 20_260_101
const place: Place = { file: 'rules.yml', line: 1, column: 1 }
const subjectChecks = checks.flatMap((check) => (check.kind === undefined ? [] : [check]))
const families = [
  gauge('up', { help: '' }),
  gauge('memory_bytes', { help: '', labels: ['job', 'mode'] }),
  counter('requests_total', { help: '', labels: ['code'] }),
  histogram('latency_seconds', { help: '', labels: ['code'] }),
]
const open = foreignWorld(null)
const closed = foreignWorld(buildCatalog([{ name: 'all', families }]))

const textOf = (text: string): SourceText => ({ text, place, lines: text.split('\n').map((_, line) => line) })

/** An alert and a recording rule with a text wherever an author can write one. */
function groupOf(text: string): ForeignGroup {
  const source = textOf(text)
  const texts = new Map([['summary', source]])
  const shared = { expr: source, for: '5m', keepFiringFor: '0s', place, path: 'all.rules.Any', allow: {} }
  return {
    name: 'all',
    interval: '',
    place,
    path: 'all',
    rules: [
      { ...shared, kind: 'alert', name: 'Any', labels: new Map([['team', source]]), annotations: texts },
      { ...shared, kind: 'record', name: 'all:any', labels: new Map(), annotations: new Map() },
    ],
  }
}

function dashboardOf(text: string): string {
  const query = { name: 'any', type: 'query', query: `label_values(${text}, job)` }
  const target = { refId: 'A', expr: text, legendFormat: text }
  return JSON.stringify({ title: 'Any', templating: { list: [query] }, panels: [{ type: 'stat', targets: [target] }] })
}

/** Every check; each problem points into its text. */
function checkAll(text: string, worlds = [open, closed]): void {
  const { dashboards } = readDashboardFile('any.json', dashboardOf(text))
  const subjects = subjectsOfForeign([groupOf(text)], dashboards)
  for (const world of worlds)
    for (const { fragment } of runQueryChecks(subjects, world, subjectChecks)) {
      if (fragment === undefined) continue
      const { query, from, to } = fragment
      if (from < 0 || to < from || to > query.length) throw new RangeError(`a problem from ${from} to ${to}`)
    }
}

const bytes = fc.uint8Array({ maxLength: 120 }).map((raw) => new TextDecoder('utf-8', { fatal: false }).decode(raw))
const truncated = fc
  .tuple(fc.oneof(promqlExpression(), brokenPromql()), fc.nat(), fc.nat())
  .map(([text, from, to]) => text.slice(from % 3 === 0 ? from % (text.length + 1) : 0, to % (text.length + 1)))
const templates = fc
  .array(
    fc.constantFrom(
      '{{',
      '}}',
      ' ',
      '$labels.',
      '$value',
      'query',
      '"up{',
      '`',
      '|',
      'range',
      'end',
      '(',
      ')',
      'if',
      ':=',
      '$x',
    ),
    {
      maxLength: 24,
    },
  )
  .map((words) => words.join(''))

describe('no text makes the checks throw', { timeout: 300_000 }, () => {
  test('10,000 of random bytes, of truncated queries, of broken templates', () => {
    const texts = [
      ...fc.sample(bytes, { numRuns: 4000, seed }),
      ...fc.sample(truncated, { numRuns: 4000, seed }),
      ...fc.sample(templates, { numRuns: 2000, seed }),
    ]
    expect(texts).toHaveLength(10_000)
    for (const [index, text] of texts.entries()) {
      try {
        checkAll(text, [index % 2 === 0 ? open : closed])
      } catch (error) {
        throw new Error(`the checks throw for ${JSON.stringify(text)}`, { cause: error })
      }
    }
  })

  const deep = 20_000
  test.each([
    ['(', '('.repeat(deep)],
    ['((1))', `${'('.repeat(deep)}1${')'.repeat(deep)}`],
    ['- - 1', `${'- '.repeat(deep)}1`],
    ['sum(sum(', 'sum('.repeat(deep)],
    ['1 + 1 + 1', `1${' + 1'.repeat(deep)}`],
    ['1 ^ 1 ^ 1', `1${' ^ 1'.repeat(deep)}`],
    ['up[5m:][5m:]', `up${'[5m:1m]'.repeat(deep)}`],
    ['a regular expression', `up{job=~"${'('.repeat(deep)}"}`],
    ['a regular expression that could run for long', `up{job=~"${'(a*)*'.repeat(30)}b"}`],
    ['matchers', `up{${'job="a",'.repeat(deep)}}`],
    ['variables', '$a'.repeat(deep)],
    ['template blocks', '{{ if $value }}'.repeat(deep)],
    ['template parentheses', `{{ ${'('.repeat(deep)} }}`],
  ])('20,000 times %s', (_, text) => {
    expect(() => checkAll(text)).not.toThrow()
  })
})

test('random bytes are no rule file and no dashboard, and say so without a throw', { timeout: 60_000 }, () => {
  for (const text of fc.sample(bytes, { numRuns: 1000, seed })) {
    expect(() => readRuleFile('any.yml', text)).not.toThrow()
    expect(() => readDashboardFile('any.json', text)).not.toThrow()
  }
})
