import { expect, it } from 'vitest'
import { testInhibition } from '../../../test/support/model.ts'
import type { Labels } from '../../spec/labels.ts'
import type { Inhibition } from '../model.ts'
import { silencersOf } from './inhibit-alert.ts'

const down = { alertname: 'Down', severity: 'critical', instance: 'a' }
const slow = { alertname: 'Slow', severity: 'warning', instance: 'a' }

/** Names of the alerts that silence `slow`. */
const silencers = (one: Inhibition, firing: readonly Labels[]) =>
  silencersOf(slow, [one], firing).map(({ alertname }) => alertname)

it('an inhibition silences what its source explains', () => {
  const inhibition = testInhibition('severity="critical"', 'severity="warning"', ['instance'])
  expect(silencers(inhibition, [down, slow])).toEqual(['Down'])
})

it('needs equal labels', () => {
  const inhibition = testInhibition('severity="critical"', 'severity="warning"', ['instance'])
  expect(silencers(inhibition, [{ ...down, instance: 'b' }])).toEqual([])
})

it('takes a missing label for an empty one', () => {
  const inhibition = testInhibition('severity="critical"', 'severity="warning"', ['shard'])
  expect(silencers(inhibition, [{ ...down, shard: '' }])).toEqual(['Down'])
})

it('never lets an alert silence itself, or its equals', () => {
  expect(silencers(testInhibition('instance="a"', 'instance="a"'), [down, slow])).toEqual([])
})

it('lets a source that is no target silence one that is both', () => {
  expect(silencers(testInhibition('instance="a"', 'severity="warning"'), [down])).toEqual(['Down'])
})
