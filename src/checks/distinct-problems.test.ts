import { expect, test } from 'vitest'
import { testProblem } from '../../test/support/problem.ts'
import { distinctProblems } from './distinct-problems.ts'
import { reportGithub } from './report-github.ts'
import { reportText } from './report-text.ts'

const everywhere = testProblem({ message: 'wrong everywhere' })
const somewhere = testProblem({ message: 'wrong with mail' })
const problems = distinctProblems(
  new Map([
    ['local', [everywhere]],
    ['staging', [everywhere, somewhere]],
    ['production', [somewhere, everywhere, somewhere]],
  ]),
)

test('the same problem in all environments is one, and says nothing of them', () => {
  expect(problems).toHaveLength(2)
  expect(problems[0]).toEqual(everywhere)
})

test('a problem that only some environments have says in which', () => {
  expect(problems[1]).toEqual({ ...somewhere, environments: ['staging', 'production'] })
  expect(reportText(problems)).toContain('wrong with mail [query-range] in staging, production\n')
  expect(reportGithub(problems)).toContain('::wrong with mail in staging, production%0A')
})

test('where one environment is looked at, it is not named', () => {
  expect(distinctProblems(new Map([['local', [somewhere]]]))).toEqual([somewhere])
})
