import { expect, test } from 'vitest'
import { drill, stopEngine } from '../spec/drills.ts'
import { judge, unrun } from './judge.ts'
import { reportHtml } from './report-html.ts'
import { reportJunit } from './report-junit.ts'
import type { DrillReport, DrillTimes } from './result.ts'

const bounds = { detection: 60, delivery: 15, resolve: 50 }
const times: DrillTimes = {
  broken: 0,
  pending: 10_000,
  firing: 30_000,
  delivered: 32_000,
  mended: 33_000,
  resolved: 50_000,
}
const spec = drill('redis-stopped', {
  title: 'Redis <stops> & "says" nothing.',
  fault: stopEngine('redis'),
  expects: { alert: 'RedisDown' },
})
const passed = judge(spec, 'redis stopped', bounds, times, 'Redis is down', '')
const report = (drills: readonly ReturnType<typeof judge>[]): DrillReport => ({
  run: 'run1',
  faults: {
    ...{ run: 'run1', driver: 'native', environment: 'local', isolated: true, startedAt: 0, endedAt: 60_000 },
    ...{ drills, others: ['DiskSpaceLow'], broken: [] },
  },
  deliveries: [
    {
      ...{ environment: 'production', alerts: 2, delivered: 1, notifications: 3, slowest: 5.2 },
      resolved: { arrived: 3, expected: 3 },
      channels: [{ channel: 'critical/slack/1', receiver: 'critical', count: 3 }],
      faults: [{ alert: 'A', channel: 'critical/slack/1', message: 'it says "<no value>"\u0007' }],
      watchdog: null,
    },
  ],
})

test('a drill passes within its bounds, and is late beyond one of them', () => {
  expect(passed).toMatchObject({ outcome: 'passed', reason: '' })
  expect(passed.measures).toEqual({
    detection: { seconds: 30, bound: 60 },
    delivery: { seconds: 2, bound: 15 },
    resolve: { seconds: 17, bound: 50 },
  })
  const late = judge(spec, '', { ...bounds, delivery: 1 }, times, '', '')
  expect(late).toMatchObject({ outcome: 'late', reason: 'delivery took 2.0 s of 1 s' })
})

test('while Alertmanager is gone, the notification counts from the mend', () => {
  const gone = { ...spec, fault: stopEngine('alertmanager') }
  const after = { ...times, mended: 31_000 }
  expect(judge(gone, '', bounds, after, '', '').measures.delivery.seconds).toBe(1)
})

test('JUnit XML counts what failed and escapes everything', () => {
  const failed = judge(spec, 'redis stopped', bounds, { ...times, resolved: null }, '', 'no notification')
  const skipped = unrun(spec, 'redis stopped', bounds, 'skipped', 'redis does not run here')
  const xml = reportJunit(report([passed, failed, skipped]))
  expect(xml).toContain('tests="4" failures="2" skipped="1"')
  expect(xml).toContain('<testcase classname="faults" name="redis-stopped" time="50.000">')
  expect(xml).toContain('detected 30 s of 60 s')
  expect(xml).toContain('it says &quot;&lt;no value&gt;&quot; ')
  expect(xml).not.toContain('<no value>')
  expect(xml).not.toContain('\u0007')
})

test('the page draws each step of a fault on one axis of time', () => {
  const html = reportHtml(report([passed]))
  expect(html).toContain('1 of 1 passed')
  expect(html).toContain('Redis &lt;stops&gt; &amp; &quot;says&quot; nothing.')
  expect(html).toContain('class="bar pending" style="left:20.00%;width:40.00%" title="pending: 20.0 s"')
  expect(html).toContain('class="bar clearing" style="left:66.00%;width:34.00%"')
  expect(html).toContain('<span style="left:80.00%">0:40</span>')
  expect(html).toContain('Rang meanwhile, and is no drill: DiskSpaceLow.')
})

test('a drill that ends early is drawn until it was mended', () => {
  const lost = judge(spec, '', bounds, { ...times, delivered: null, resolved: null }, '', 'no notification')
  expect(reportHtml(report([lost]))).toContain('title="fires, nobody told: 3.0 s"')
})

test('a page without faults has the deliveries alone', () => {
  const html = reportHtml({ ...report([]), faults: null })
  expect(html).toContain('Routes of production')
  expect(html).not.toContain('passed</strong>')
})
