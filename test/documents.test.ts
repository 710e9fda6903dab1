import { describe, expect, test } from 'vitest'
import { checks } from '../src/checks/checks.ts'
import { runChecks, runQueryChecks } from '../src/checks/run-checks.ts'
import { subjectsOfForeign } from '../src/checks/subjects-of-foreign.ts'
import { foreignWorld } from '../src/checks/world.ts'
import type { Problem } from '../src/errors/problem.ts'
import { readRuleFile } from '../src/foreign/rule-file.ts'
import { toYaml } from '../src/formats/yaml.ts'
import { buildCatalog } from '../src/model/catalog.ts'
import { coordination } from './fixtures/documents/coordination.ts'
import type { DocumentQuery, MonitoringDocument, SeenFault } from './fixtures/documents/document.ts'
import { dpg } from './fixtures/documents/dpg.ts'
import { goverse } from './fixtures/documents/goverse.ts'
import { manatee } from './fixtures/documents/manatee.ts'
import { orchestrator } from './fixtures/documents/orchestrator.ts'
import { testModel } from './support/model.ts'

const documents = [manatee, orchestrator, dpg, coordination, goverse]
const queryChecks = checks.flatMap((check) => (check.kind === undefined ? [] : [check]))

/** The problems of each query of a document, by its line. */
function problemsOf({ jobs, queries }: MonitoringDocument, promised: boolean): ReadonlyMap<number, readonly Problem[]> {
  const text = toYaml({ groups: queries.map((query) => ({ name: `line-${query.line}`, rules: [ruleOf(query)] })) })
  const { groups, problems } = readRuleFile('document.yml', text)
  expect(problems).toEqual([])
  const world = {
    ...foreignWorld(buildCatalog(jobs(promised))),
    retention: '30d',
    scrapeInterval: () => '15s',
    evaluationInterval: '15s',
  }
  const found = runQueryChecks(subjectsOfForeign(groups, []), world, queryChecks)
  return new Map(queries.map(({ line }) => [line, found.filter(({ path }) => path.startsWith(`line-${line}.`))]))
}

/** What is not the query of an alert becomes a recording rule. */
function ruleOf({ line, expr, alert, severity = 'warning', summary = '', ...rest }: DocumentQuery) {
  if (alert === undefined) return { record: `document:line:${line}`, expr }
  const { for: pause = '5m' } = rest
  return {
    alert,
    expr,
    ...(pause === '' ? {} : { for: pause }),
    ...(severity === '' ? {} : { labels: { severity } }),
    ...(summary === '' ? {} : { annotations: { summary } }),
  }
}

const fragmentOf = ({ fragment }: Problem) => fragment?.query.slice(fragment.from, fragment.to) ?? ''

const reports = (problems: readonly Problem[], { check, at }: SeenFault) =>
  problems.some((problem) => problem.id === check && [fragmentOf(problem), ...problem.path.split('.')].includes(at))

describe.each(documents.map((document) => [document.name, document] as const))('the document of %s', (_, document) => {
  const asIs = problemsOf(document, false)
  const rows = document.queries.flatMap(({ line, alert, faults }) =>
    faults.flatMap((fault) =>
      'unseen' in fault
        ? []
        : [{ line, alert: alert ?? '', ...fault, found: reports(asIs.get(line) ?? [], fault) ? 'yes' : 'NO' }],
    ),
  )

  test('has faults that the checks meant for them find', () => {
    console.table(rows.map(({ line, alert, fault, check, found }) => ({ line, alert, fault, check, found })))
    const missed = rows.filter(({ found }) => found === 'NO')
    expect(missed.map((row) => ({ ...row, instead: (asIs.get(row.line) ?? []).map(sayingOf) }))).toEqual([])
  })

  test('has fine queries in which nothing is wrong, once what they ask for is emitted', () => {
    const problems = problemsOf(document, true)
    const fine = document.queries.filter(({ faults }) => faults.every((fault) => 'unseen' in fault))
    const errors = fine.flatMap(({ line }) => (problems.get(line) ?? []).filter(({ severity }) => severity === 'error'))
    expect(errors.map(sayingOf)).toEqual([])
  })

  test('has names that break conventions', () => {
    const jobs = document.jobs(true).map((job) => ({
      ...job,
      families: job.families.map((family) => ({ ...family, emitter: 'exporter' as const })),
    }))
    const named = checks.filter(({ id }) => id === 'metric-name')
    const found = runChecks({ ...testModel(), catalog: buildCatalog(jobs) }, named).map(({ path }) => path.slice(8))
    expect(found).toEqual(expect.arrayContaining(document.misnamed.slice()))
  })
})

const sayingOf = (problem: Problem) => `${problem.path}: ${problem.id} at ${fragmentOf(problem)}: ${problem.message}`

test('what no check can see has its reason, and is the smaller part', () => {
  const faults = documents.flatMap(({ queries }) => queries.flatMap((query) => query.faults))
  const unseen = faults.flatMap((fault) => ('unseen' in fault ? [fault.unseen] : []))
  expect(unseen.filter((reason) => reason === '')).toEqual([])
  console.log(`${faults.length} faults, ${faults.length - unseen.length} of which a check is meant for`)
  expect(unseen.length).toBeLessThan(faults.length / 3)
})
