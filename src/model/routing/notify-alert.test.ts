import { describe, expect, it } from 'vitest'
import { somewhere, testInhibition, testModel, testRoute } from '../../../test/support/model.ts'
import type { Alertmanager, Inhibition } from '../model.ts'
import { notificationsOf } from './notify-alert.ts'

const policy = (change: Partial<Alertmanager>): Alertmanager => ({ ...testModel().alertmanager, ...change })
const noon = Date.parse('2026-11-21T12:00:00Z')
const down = { alertname: 'Down', severity: 'critical', instance: 'a' }
const slow = { alertname: 'Slow', severity: 'warning', instance: 'a' }

/** Names of the alerts that silence `slow`, or another one. */
function silencers(one: Inhibition, firing: readonly Record<string, string>[], labels: Record<string, string> = slow) {
  const [notification] = notificationsOf(policy({ inhibitions: [one] }), labels, firing, noon)
  return notification?.silencedBy.map(({ source }) => source.alertname)
}

describe('an inhibition', () => {
  it('silences what its source explains', () => {
    expect(silencers(testInhibition('severity="critical"', 'severity="warning"', ['instance']), [down, slow])).toEqual([
      'Down',
    ])
  })

  it('needs equal labels', () => {
    const other = { ...down, instance: 'b' }
    expect(silencers(testInhibition('severity="critical"', 'severity="warning"', ['instance']), [other])).toEqual([])
  })

  it('takes a missing label for an empty one', () => {
    expect(
      silencers(testInhibition('severity="critical"', 'severity="warning"', ['shard']), [{ ...down, shard: '' }]),
    ).toEqual(['Down'])
  })

  it('never lets an alert silence itself, or its equals', () => {
    expect(silencers(testInhibition('instance="a"', 'instance="a"'), [down, slow])).toEqual([])
  })

  it('lets a source that is no target silence one that is both', () => {
    expect(silencers(testInhibition('instance="a"', 'severity="warning"'), [down], slow)).toEqual(['Down'])
  })
})

describe('a timing', () => {
  const muteTimings = [
    { name: 'noon', intervals: [{ times: [{ startTime: '12:00', endTime: '13:00' }] }], place: somewhere },
    { name: 'nights', intervals: [{ times: [{ startTime: '22:00', endTime: '24:00' }] }], place: somewhere },
  ]
  const muted = (route: Parameters<typeof testRoute>[0]) =>
    notificationsOf(policy({ muteTimings, route: testRoute(route) }), slow, [], noon)[0]?.mutedBy

  it('mutes while it is on', () => {
    expect(muted({ muteTimings: ['noon', 'nights'] })).toEqual(['noon'])
  })

  it('mutes while no active one is on', () => {
    expect(muted({ activeTimings: ['nights'] })).toEqual(['nights'])
    expect(muted({ activeTimings: ['nights', 'noon'] })).toEqual([])
  })
})

describe('a group', () => {
  const group = (groupBy: readonly string[]) =>
    notificationsOf(policy({ route: testRoute({ groupBy }) }), slow, [], noon)[0]?.group

  it('has the labels that the route names, as far as they are there', () => {
    expect(group(['alertname', 'shard'])).toEqual({ alertname: 'Slow' })
  })

  it('has all labels for three dots, and none for none', () => {
    expect(group(['...'])).toEqual(slow)
    expect(group([])).toEqual({})
  })
})
