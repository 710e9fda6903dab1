import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, type TestContext, test } from 'vitest'
import { checks } from '../src/checks/checks.ts'
import { runQueryChecks } from '../src/checks/run-checks.ts'
import { subjectsOfForeign } from '../src/checks/subjects-of-foreign.ts'
import { foreignWorld } from '../src/checks/world.ts'
import { readDashboardFile } from '../src/foreign/dashboard-file.ts'
import { readRuleFile } from '../src/foreign/rule-file.ts'

const subjectChecks = checks.flatMap((check) => (check.kind === undefined ? [] : [check]))

/** What is wrong with the queries of published rules: each was read by hand, and is told in docs/checks-on-real-files.md. */
const faultsOfRules = [
  'apache-tomcat_alerts.yaml ApacheTomcatAlertsHighProcessingTime query-idle',
  'apache-tomcat_alerts.yaml ApacheTomcatAlertsRequestErrors query-idle',
  'kafka_alerts.yaml KafkaBrokerCount query-never',
]

/** And with those of published dashboards. */
const faultsOfDashboards = [
  'argocd_dashboards_argocd-overview.json kubectl executions query-counter',
  'ceph_dashboards_hosts-overview.json mds_hosts query-syntax',
  'ceph_dashboards_hosts-overview.json rgw_hosts query-syntax',
  'cilium-enterprise_dashboards_cilium-L7-proxy.json Policy Trigger Latency Quantiles (95, 50, 25) query-match',
  'cilium-enterprise_dashboards_cilium-L7-proxy.json Policy Trigger Latency Quantiles (95, 50, 25) query-match',
  ...['Block queried', 'Data Fetched', 'Data Touched', 'Result series'].flatMap((title) => {
    const fault = `thanos_dashboards_store.json ${title} query-histogram`
    return [fault, fault]
  }),
]

interface File {
  readonly name: string
  readonly text: string
}

async function filesOf(folder: string, context: TestContext): Promise<readonly File[]> {
  const corpora = process.env.BELFRY_CORPORA
  if (corpora === undefined) return context.skip('BELFRY_CORPORA names no folder')
  const names = (await readdir(join(corpora, folder))).sort()
  expect(names.length).toBeGreaterThan(50)
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(corpora, folder, name), 'utf8') })))
}

describe('published rules', () => {
  test('have no faults but those that were read by hand', { timeout: 60_000 }, async (context) => {
    const read = (await filesOf('rules', context)).map(({ name, text }) => readRuleFile(name, text))
    expect(read.flatMap(({ problems }) => problems)).toEqual([])
    const subjects = subjectsOfForeign(
      read.flatMap(({ groups }) => groups),
      [],
    )
    expect(subjects.queries.length).toBeGreaterThan(500)
    expect(queryFaults(subjects)).toEqual(faultsOfRules)
  })
})

describe('published dashboards', () => {
  test('have targets that all parse, and no faults but those that were read by hand', {
    timeout: 60_000,
  }, async (context) => {
    const read = (await filesOf('dashboards', context)).map(({ name, text }) => readDashboardFile(name, text))
    expect(read.flatMap(({ problems }) => problems)).toEqual([])
    const subjects = subjectsOfForeign(
      [],
      read.flatMap(({ dashboards }) => dashboards),
    )
    const targets = subjects.queries.filter(({ where }) => where === 'panel')
    expect(targets.length).toBeGreaterThan(1500)
    expect(targets.filter(({ faults }) => faults.length > 0).map(({ path }) => path)).toEqual([])
    expect(queryFaults(subjects)).toEqual(faultsOfDashboards)
  })
})

function queryFaults(subjects: Parameters<typeof runQueryChecks>[0]): readonly string[] {
  const names = new Map(subjects.queries.map(({ path, name }) => [path, name]))
  return runQueryChecks(subjects, foreignWorld(null), subjectChecks)
    .filter(({ id }) => id.startsWith('query-'))
    .map(({ id, path, place }) => `${place?.file} ${names.get(path) ?? path} ${id}`)
    .sort()
}
