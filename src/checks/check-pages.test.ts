import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dashboardFileValid } from '../foreign/foreign-dashboards.ts'
import { ruleFileValid } from '../foreign/foreign-rules.ts'
import { checks } from './checks.ts'
import { unusedAllowance } from './run-checks.ts'

const pages = new URL('../../docs/checks/', import.meta.url)
/** What is reported without a check of its own. */
const others = [
  'spec-valid',
  unusedAllowance,
  ruleFileValid,
  dashboardFileValid,
  'case-failed',
  'case-invalid',
  'case-missing',
]

const tests = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name.endsWith('.test.ts') && name !== 'check-pages.test.ts')
  .map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'))

describe.each(checks.map(({ id, severity }) => [id, severity] as const))('%s', (id, severity) => {
  test('has a page with the same headings as all', () => {
    const text = readFileSync(new URL(`${id}.md`, pages), 'utf8')
    expect(text).toContain(`Severity: ${severity}`)
    expect(text.replace(/```[\s\S]*?```/g, '').match(/^#+ .*$/gm)).toEqual([
      `# ${id}`,
      '## What it finds',
      '## Why it matters',
      '## Example',
      '## What to do',
    ])
  })

  test('has a file of its name, and examples in a test', () => {
    expect(readdirSync(new URL('.', import.meta.url))).toContain(`${id}.ts`)
    expect(tests.filter((text) => text.includes(`'${id}'`))).not.toEqual([])
  })
})

test('every page belongs to a check', () => {
  const ids = [...checks.map(({ id }) => id), ...others]
  const found = readdirSync(pages).map((name) => name.replace(/\.md$/, ''))
  expect(found.filter((id) => !ids.includes(id))).toEqual([])
})
