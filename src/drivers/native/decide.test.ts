import { expect, test } from 'vitest'
import type { PlannedProcess } from '../../model/process-plan.ts'
import { decide } from './decide.ts'

const planned = (reload: 'post' | 'restart'): PlannedProcess => ({
  engine: 'prometheus',
  program: { kind: 'engine', name: 'prometheus' },
  optional: false,
  args: [],
  env: {},
  port: 9090,
  url: '',
  ready: { kind: 'tcp', host: '127.0.0.1', port: 9090 },
  readyTimeout: 1,
  after: [],
  configFiles: ['rendered/prometheus.yml', 'rendered/rules'],
  reload: reload === 'post' ? { kind: 'post', url: 'http://127.0.0.1:9090/-/reload' } : { kind: 'restart' },
  secretFiles: [],
  stop: { signal: 'SIGTERM', grace: 1 },
})
const wanted = (reload: 'post' | 'restart' = 'post') => ({ planned: planned(reload), launchHash: 'a', configHash: 'b' })
const same = { launchHash: 'a', configHash: 'b', complete: true }

test('a process that does not run is started', () => expect(decide(wanted(), null, [])).toBe('start'))
test('a process that is as it should be is kept', () =>
  expect(decide(wanted(), same, ['rendered/other.yml'])).toBe('keep'))
test('another command line takes a restart', () =>
  expect(decide(wanted(), { ...same, launchHash: 'x' }, [])).toBe('restart'))
test('a start that was cut off is made again', () =>
  expect(decide(wanted(), { ...same, complete: false }, [])).toBe('restart'))
test('another configuration takes a reload', () =>
  expect(decide(wanted(), { ...same, configHash: 'x' }, [])).toBe('reload'))
test('another configuration takes a restart where a program cannot reload', () =>
  expect(decide(wanted('restart'), { ...same, configHash: 'x' }, [])).toBe('restart'))
test('a changed artifact takes a reload, and so does one in a folder', () => {
  expect(decide(wanted(), same, ['rendered/prometheus.yml'])).toBe('reload')
  expect(decide(wanted(), same, ['rendered/rules/redis.yml'])).toBe('reload')
})
