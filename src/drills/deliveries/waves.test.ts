import { expect, test } from 'vitest'
import { somewhere } from '../../../test/support/model.ts'
import { parseMatcher } from '../../model/matcher.ts'
import type { Inhibition } from '../../model/model.ts'
import type { FiringAlert } from './firing-alert.ts'
import { wavesOf } from './waves.ts'

const alert = (name: string, instance = 'a'): FiringAlert => ({
  name,
  labels: { alertname: name, instance },
  annotations: {},
})
const inhibition = (source: string, target: string): Inhibition => ({
  because: '',
  source: [parseMatcher(source)],
  target: [parseMatcher(target)],
  equal: ['instance'],
  allow: {},
  place: somewhere,
})
const names = (alerts: readonly FiringAlert[], inhibitions: readonly Inhibition[]) =>
  wavesOf(alerts, inhibitions).map((wave) => wave.map(({ name }) => name))

test('an alert is posted when those that it would silence have been told', () => {
  const alerts = [alert('TargetDown'), alert('RedisDown'), alert('RedisSlow'), alert('Other', 'b')]
  const inhibitions = [
    inhibition('alertname="TargetDown"', 'alertname!="TargetDown"'),
    inhibition('alertname="RedisDown"', 'alertname="RedisSlow"'),
  ]
  expect(names(alerts, inhibitions)).toEqual([['RedisSlow', 'Other'], ['RedisDown'], ['TargetDown']])
})

test('without inhibitions all are posted at once', () => {
  expect(names([alert('A'), alert('B')], [])).toEqual([['A', 'B']])
})

test('alerts that silence each other cannot all be told', () => {
  const both = [inhibition('alertname="A"', 'alertname="B"'), inhibition('alertname="B"', 'alertname="A"')]
  expect(() => names([alert('A'), alert('B')], both)).toThrow('circle')
})
