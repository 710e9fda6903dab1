import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readRunbooks } from '../src/loader/read-runbooks.ts'
import { thresholds } from '../src/promql/thresholds.ts'
import { settingsFor } from '../src/renderers/runbook-commands.ts'
import stack from '../stack/stack.ts'
import { resolvedModel } from './support/resolved-model.ts'
import { blocksOf, proseOf } from './support/runbook-text.ts'

const folder = fileURLToPath(new URL('../runbooks', import.meta.url))
const pages = await readRunbooks(folder)
const { ruleFiles, databases } = resolvedModel(stack, {
  environment: 'production',
  placement: { kind: 'compose' },
  runbooks: pages,
})
const alerts = ruleFiles.flatMap(({ groups }) =>
  groups.flatMap(({ rules }) => rules.filter((rule) => rule.kind === 'alert')),
)
const headings = ['## Meaning', '## Impact', '## Diagnosis', '## Resolution', '## Prevention']

const name = ({ system, alert }: { system: string; alert: string }): string => `${system}/${alert}`

it('every alert has a page, and every page an alert', () => {
  const expected = alerts.map((alert) => `${alert.system}/${alert.name}`).sort()
  expect(expected.length).toBeGreaterThan(0)
  expect(pages.map(name).sort()).toEqual(expected)
})

describe.each(pages.map((page) => [name(page), page] as const))('the runbook %s', (_, page) => {
  it('has exactly the five sections, each with a text of its own', () => {
    const sections = proseOf(page.text).split(/^(?=#)/m)
    expect(page.text.startsWith(`${headings[0]}\n`)).toBe(true)
    expect(sections.map((section) => section.split('\n')[0])).toEqual(headings)
    for (const section of sections) expect(section.split('\n').slice(1).join(' ').trim().length).toBeGreaterThan(60)
  })

  it('can be read in one go', () => {
    expect(page.text.split('\n').length).toBeLessThanOrEqual(71)
  })

  it('leaves the thresholds to the facts above it', () => {
    const alert = alerts.find((candidate) => name({ ...candidate, alert: candidate.name }) === name(page))
    // 0 and 1 are too common in prose to be told from a threshold.
    const values = thresholds(alert?.expr.text ?? '').flatMap(({ value }) =>
      value === 0 || value === 1 ? [] : [value],
    )
    const forbidden = new Set(values.flatMap((value) => (value < 1 ? [value, Math.round(value * 100)] : [value])))
    const numbers = [...proseOf(page.text).matchAll(/(?<![\w.])\d+(?:\.\d+)?/g)].map((match) => Number(match[0]))
    expect(numbers.filter((number) => forbidden.has(number))).toEqual([])
  })

  it('links only to pages that exist', () => {
    const links = [...page.text.matchAll(/\]\(([^)]+)\)/g)].flatMap((match) => match[1] ?? [])
    const dead = links.filter((link) => !existsSync(join(dirname(page.place.file), link)))
    expect(dead).toEqual([])
  })

  it('marks its blocks as shell, as SQL that reads, or as SQL that changes something', () => {
    const blocks = blocksOf(page.text)
    expect(blocks.map((block) => block.info).filter((info) => !['sh', 'sql', 'sql change'].includes(info))).toEqual([])
    const reading = blocks.filter((block) => block.info === 'sql')
    expect(reading.filter((block) => !/^(SELECT|WITH|SHOW)\b/.test(block.text))).toEqual([])
  })

  it('says what its shell commands need, unless the page that is rendered does', () => {
    const commands = blocksOf(page.text).filter(({ info }) => info === 'sh')
    const names = commands.flatMap(({ text }) => [...text.matchAll(/"\$([A-Z_]+)|\$([A-Z_]{2,})/g)])
    const needed = new Set(names.map(([, quoted, plain]) => quoted ?? plain ?? ''))
    const known = settingsFor(page.text, { databases }).map((setting) => setting.split('=')[0])
    const prose = proseOf(page.text)
    expect([...needed].filter((one) => !known.includes(one) && !prose.includes(`\`${one}\``))).toEqual([])
  })

  it('has shell commands that parse', () => {
    const script = blocksOf(page.text)
      .filter((block) => block.info === 'sh')
      .map((block) => block.text)
      .join('\n')
    expect(() => execFileSync('bash', ['-n'], { input: script, stdio: ['pipe', 'pipe', 'pipe'] })).not.toThrow()
  })
})
