import { describe, expect, test } from 'vitest'
import { at, testProblem } from '../../test/support/problem.ts'
import type { Problem } from '../errors/problem.ts'
import { excerpt } from './report-excerpt.ts'
import { reportGithub } from './report-github.ts'
import { reportJson } from './report-json.ts'
import { inOrder } from './report-order.ts'
import { reportText } from './report-text.ts'

describe('the text', () => {
  test('shows the place, the line of the query, a caret and the hint', () => {
    expect(reportText([testProblem()])).toBe(
      [
        'alerts/redis.ts:12:9: error: the range is too short [query-range]',
        '   12 | rate(x[5s]) > 3',
        '      |       ^^^^',
        '    Take four intervals.',
        '1 error, 0 warnings',
        '',
      ].join('\n'),
    )
  })

  test('can be painted', () => {
    const painted = reportText([testProblem()], { paint: (part, text) => (part === 'caret' ? `<${text}>` : text) })
    expect(painted).toContain('<      ^^^^>')
  })

  test('is about the line of the fragment', () => {
    const query = 'a\n  and bbb\nor c'
    expect(excerpt({ query, from: query.indexOf('bbb'), to: query.length, below: 0 }, 80)).toEqual({
      line: '  and bbb',
      carets: '      ^^^',
    })
  })
})

describe('carets stand below the fragment', () => {
  const under = (query: string, word: string, limit = 60) => {
    const from = query.indexOf(word)
    return excerpt({ query, from, to: from + word.length, below: 0 }, limit)
  }

  test('behind tabs', () => {
    expect(under('\tab\tup', 'up')).toEqual({ line: '    ab  up', carets: '        ^^' })
  })
  test('behind wide characters, which take two columns', () => {
    expect(under('x{a="監視"} up', 'up').carets).toBe(`${' '.repeat(12)}^^`)
    expect(under('"🔔" up', 'up').carets).toBe('     ^^')
  })
  test('behind combining characters, which take none', () => {
    expect(under('"e\u0301" up', 'up').carets).toBe('    ^^')
  })
  test('behind the last character', () => {
    expect(excerpt({ query: 'sum(', from: 4, to: 4, below: 0 }, 60).carets).toBe('    ^')
  })
  test('of a long line, which is cropped around it', () => {
    const { line, carets } = under(`${'a'.repeat(200)} NEEDLE ${'b'.repeat(200)}`, 'NEEDLE')
    expect(line.length).toBeLessThanOrEqual(60)
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('NEEDLE')
    expect(line.startsWith('…') && line.endsWith('…')).toBe(true)
  })
  test('of a fragment that is longer than the room', () => {
    const { line, carets } = under(`f(${'x'.repeat(300)})`, 'x'.repeat(300))
    expect(line.length).toBeLessThanOrEqual(60)
    expect(carets.length).toBeLessThanOrEqual(60)
    expect(carets).toContain('^')
  })
  test('control characters do not reach the terminal', () => {
    expect(under('a\u001b[31m up', 'up').line).not.toContain('\u001b')
  })
})

test('the order is that of files, lines and columns, whatever the order of the checks', () => {
  const problems = [at('b.ts', 1, 1), at('a.ts', 10, 1), at('a.ts', 9, 5), at('a.ts', 9, 1), { place: null }].map(
    testProblem,
  )
  const shown = (all: readonly Problem[]) => all.map(({ place }) => `${place?.file}:${place?.line}:${place?.column}`)
  expect(shown(inOrder(problems))).toEqual([
    'undefined:undefined:undefined',
    'a.ts:9:1',
    'a.ts:9:5',
    'a.ts:10:1',
    'b.ts:1:1',
  ])
  expect(reportJson([...problems].reverse())).toBe(reportJson(problems))
})

test('annotations are escaped', () => {
  const { message, hint } = { message: '50% of\nall', hint: '' }
  const text = reportGithub([testProblem({ message, hint, ...at('a,b:c.yml', 3, 2), end: { line: 3, column: 6 } })])
  expect(text).toBe('::error file=a%2Cb%3Ac.yml,line=3,col=2,endColumn=5,title=belfry query-range::50%25 of%0Aall\n')
  expect(reportGithub([testProblem({ end: { line: 14, column: 2 } })])).toContain('line=12,endLine=14,col=9,title')
  expect(reportGithub([testProblem({ severity: 'warning', place: null })])).toMatch(/^::warning title=/)
})
