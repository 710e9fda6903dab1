import { expect, test } from 'vitest'
import { dpgModel } from '../../test/support/dpg-model.ts'
import { withLater } from './later-series.ts'
import type { LiveTarget } from './live-series.ts'
import { usedNames } from './used-names.ts'

const model = dpgModel()
const wanted = usedNames(model)
const application: LiveTarget = {
  job: 'dpg-application',
  labels: { job: 'dpg-application', instance: 'a:1' },
  series: [],
  samples: 0,
}
const namesIn = (targets: readonly LiveTarget[]) => targets.flatMap(({ series }) => series.map(({ name }) => name))

test('a target that has just started is given what it will expose', () => {
  const [target] = withLater([application], { model, wanted, end: 1000 })
  const updated = target?.series.filter(({ name }) => name.endsWith('projection_updated_timestamp_seconds')) ?? []
  expect(updated.length).toBeGreaterThan(1)
  expect(updated[0]).toMatchObject({ labels: { instance: 'a:1', projection: 'orders' }, value: 997 })
})

test('what a target exposes itself stays as it is', () => {
  const [first] = withLater([application], { model, wanted, end: 1000 })
  if (first === undefined) throw new Error('no target')
  expect(withLater([first], { model, wanted, end: 2000 })).toEqual([first])
})

test('nothing is given to a target of another job', () => {
  const node = { ...application, job: 'node' }
  expect(namesIn(withLater([node], { model, wanted, end: 1000 }))).toEqual([])
})

test('every series that is told to come is of a family that a job has, and is read', () => {
  const told = model.histories().flatMap(({ later = [] }) => later.map(({ family }) => family))
  const given = namesIn(
    withLater(
      model.prometheus.jobs.map(({ name }) => ({ ...application, job: name })),
      { model, wanted, end: 1000 },
    ),
  )
  expect(told.filter((family) => !given.includes(family))).toEqual([])
})
