import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { at, testProblem } from '../../test/support/problem.ts'
import type { Problem } from '../errors/problem.ts'
import { readCheckPage } from './check-page.ts'
import { reportSarif, type SarifTool } from './report-sarif.ts'

const pages = new URL('../../docs/checks/', import.meta.url)
const ids = readdirSync(pages).map((name) => name.replace(/\.md$/, ''))
const tool: SarifTool = {
  version: '1.2.3',
  page: (id) => (ids.includes(id) ? readFileSync(new URL(`${id}.md`, pages), 'utf8') : ''),
  pageUrl: () => '',
}
const log = (problems: readonly Problem[], more: Partial<SarifTool> = {}) =>
  JSON.parse(reportSarif(problems, { ...tool, ...more }))

/** Everything that a log can have in it. */
const all: readonly Problem[] = [
  testProblem(),
  testProblem({ id: 'alert-for', severity: 'warning', hint: '', path: '', ...at('my file.yml', 1, 1) }),
  testProblem({ id: 'promtool', place: null }),
  testProblem({ id: 'query-never', ...at('/abs/ü.yml', 3, 4) }),
  testProblem({ id: 'query-idle', ...at('C:\\rules\\a.yml', 3, 4) }),
]

/**
 * The part of the schema of SARIF 2.1.0 that applies: the properties of each object (the schema allows no others), with
 * what a value has to be. Those with an exclamation mark are required.
 */
const schema: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sarifLog: { $schema: 'uri', 'version!': 'version', 'runs!': 'run[]' },
  run: { 'tool!': 'tool', columnKind: 'columnKind', results: 'result[]' },
  tool: { 'driver!': 'toolComponent' },
  toolComponent: { 'name!': 'text', version: 'text', rules: 'reportingDescriptor[]' },
  reportingDescriptor: {
    'id!': 'text',
    shortDescription: 'multiformatMessageString',
    fullDescription: 'multiformatMessageString',
    help: 'multiformatMessageString',
    helpUri: 'uri',
    defaultConfiguration: 'reportingConfiguration',
  },
  reportingConfiguration: { level: 'level' },
  multiformatMessageString: { 'text!': 'text', markdown: 'text' },
  result: {
    ruleId: 'text',
    ruleIndex: 'index',
    level: 'level',
    'message!': 'message',
    locations: 'location[]',
    partialFingerprints: 'texts',
  },
  message: { text: 'text' },
  location: { physicalLocation: 'physicalLocation', logicalLocations: 'logicalLocation[]' },
  logicalLocation: { fullyQualifiedName: 'text' },
  physicalLocation: { artifactLocation: 'artifactLocation', region: 'region' },
  artifactLocation: { uri: 'uri-reference', uriBaseId: 'text' },
  region: { startLine: 'position', startColumn: 'position', endLine: 'position', endColumn: 'position' },
}
const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isWhole = (value: unknown, least: number): boolean => Number.isInteger(value) && Number(value) >= least
const values: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: isText,
  texts: (value) => Object.values(value as object).every(isText),
  version: (value) => value === '2.1.0',
  level: (value) => ['none', 'note', 'warning', 'error'].includes(String(value)),
  columnKind: (value) => ['utf16CodeUnits', 'unicodeCodePoints'].includes(String(value)),
  index: (value) => isWhole(value, -1),
  position: (value) => isWhole(value, 1),
  uri: (value) => isText(value) && URL.canParse(value),
  'uri-reference': (value) =>
    isText(value) && /^[\w.~:/?#[\]@!$&'()*+,;=%-]+$/.test(value) && !/%(?![\da-fA-F]{2})/.test(value),
}

/** Where a value is not what the schema wants. */
function faults(value: unknown, type: string, path = type): readonly string[] {
  const test = values[type]
  if (test !== undefined) return test(value) ? [] : [`${path}: ${JSON.stringify(value)} is no ${type}`]
  if (type.endsWith('[]'))
    return Array.isArray(value)
      ? value.flatMap((one, index) => faults(one, type.slice(0, -2), `${path}[${index}]`))
      : [`${path} is no list`]
  const properties = Object.entries(schema[type] ?? {})
  const required = properties.filter(([name]) => name.endsWith('!')).map(([name]) => name.slice(0, -1))
  const known = new Map(properties.map(([name, kind]) => [name.replace('!', ''), kind]))
  const present = Object.entries(value as object)
  return [
    ...required.filter((name) => !present.some(([one]) => one === name)).map((name) => `${path} has no ${name}`),
    ...present.flatMap(([name, one]) => {
      const kind = known.get(name)
      return kind === undefined ? [`${path} has ${name}`] : faults(one, kind, `${path}.${name}`)
    }),
  ]
}

describe('SARIF', () => {
  test.each([
    ['without problems', []],
    ['with all kinds of problems', all],
    ['with a problem of each check', ids.map((id) => testProblem({ id }))],
  ])('fits the schema %s', (_, problems) => {
    expect(faults(log(problems), 'sarifLog')).toEqual([])
    const withUrls = log(problems, { pageUrl: (id) => `https://example.org/${id}.md` })
    expect(faults(withUrls, 'sarifLog')).toEqual([])
  })

  test('names each rule once, and each result its rule', () => {
    const [run] = log([...all, ...all]).runs
    const rules = run.tool.driver.rules.map(({ id }: { id: string }) => id)
    expect(rules).toEqual(['alert-for', 'promtool', 'query-idle', 'query-never', 'query-range'])
    for (const { ruleId, ruleIndex } of run.results) expect(rules[ruleIndex]).toBe(ruleId)
  })

  test('describes a rule as its page does', () => {
    const [rule] = log([testProblem()], { pageUrl: (id) => `https://example.org/${id}` }).runs[0].tool.driver.rules
    expect(rule.shortDescription.text).toMatch(/^A range holds fewer than four scrapes of its job .*\.$/)
    expect(rule.fullDescription.text).toContain(rule.shortDescription.text.slice(0, -1))
    expect(rule.defaultConfiguration.level).toBe('warning')
    expect(rule.help.markdown).toContain('## What to do')
    expect(rule.help.markdown).not.toContain('# query-range')
    expect(rule.help.text).toContain('four scrape intervals')
    expect(rule.helpUri).toBe('https://example.org/query-range')
  })

  test('places files in the repository, and others by their whole path', () => {
    const uris = log(all).runs[0].results.flatMap((one: { locations?: readonly Located[] }) =>
      (one.locations ?? []).map(({ physicalLocation: { artifactLocation } }) => artifactLocation),
    )
    expect(uris).toEqual([
      { uri: 'file:///abs/%C3%BC.yml' },
      { uri: 'file:///C:/rules/a.yml' },
      { uri: 'alerts/redis.ts', uriBaseId: '%SRCROOT%' },
      { uri: 'my%20file.yml', uriBaseId: '%SRCROOT%' },
    ])
  })

  test('has fingerprints that stay when lines move, and differ for problems that are alike', () => {
    const prints = (problems: readonly Problem[]) =>
      log(problems).runs[0].results.map((one: { partialFingerprints: object }) => one.partialFingerprints)
    expect(prints([testProblem()])).toEqual(prints([testProblem(at('alerts/redis.ts', 80, 9))]))
    const [first, second] = prints([testProblem(), testProblem(at('alerts/redis.ts', 80, 9))])
    expect(first).not.toEqual(second)
  })
})

interface Located {
  readonly physicalLocation: { readonly artifactLocation: object }
}

test.each(ids)('the page of %s tells in a sentence what it finds', (id) => {
  const { short, full } = readCheckPage(tool.page(id))
  expect(short.length).toBeGreaterThan(20)
  expect(short.length).toBeLessThan(400)
  expect(short).toMatch(/\.$/)
  expect(full).not.toMatch(/[`\n]/)
})
