import { expect, test } from 'vitest'
import { dpgModel } from '../../test/support/dpg-model.ts'
import { readSettled } from './read-targets.ts'
import { usedNames } from './used-names.ts'

const model = dpgModel()
const wanted = usedNames(model)
const { signal } = new AbortController()

test('targets have the labels of their jobs, and one that does not answer is left out', async () => {
  const read = async (urls: readonly string[]) => urls.map((url) => (url.includes(':9121/') ? 'redis_up 1\n' : null))
  const targets = await readSettled({ model, wanted, read, signal })
  expect(targets.map(({ job, labels }) => [job, labels.instance])).toEqual([['redis', '127.0.0.1:9121']])
  expect(targets[0]?.series.map(({ name, value }) => [name, value])).toEqual([['redis_up', 1]])
})

test('an answer that our exporter has kept is not the last', async () => {
  let looks = 0
  const read = async (urls: readonly string[]) => {
    looks += 1
    const time = looks > 3 ? Date.now() / 1000 : 1
    const labels = '{collector="orchestrator"}'
    const page = `belfry_collector_success${labels} 1\nbelfry_collector_last_success_timestamp_seconds${labels} ${time}\n`
    const found = looks > 2 ? 'pupsourcing_orchestrator_stale_workers{replica_set="reporting"} 0\n' : ''
    return urls.map((url) => (url.endsWith(':9999/metrics') ? page + found : null))
  }
  const targets = await readSettled({ model, wanted, read, signal })
  expect(targets.flatMap(({ series }) => series.map(({ name }) => name))).toContain(
    'pupsourcing_orchestrator_stale_workers',
  )
})

test('the answer of one collector does not stand for the kept answers of the others', async () => {
  const begin = Date.now()
  const read = async (urls: readonly string[]) => {
    const page = `belfry_collector_last_success_timestamp_seconds{collector="ruvector"} ${Date.now() / 1000}\n`
    // As long as the exporter keeps an answer.
    const isRenewed = Date.now() - begin > 4500
    const found = isRenewed ? 'pupsourcing_orchestrator_stale_workers{replica_set="reporting"} 0\n' : ''
    return urls.map((url) => (url.endsWith(':9999/metrics') ? page + found : null))
  }
  const targets = await readSettled({ model, wanted, read, signal })
  expect(targets.flatMap(({ series }) => series.map(({ name }) => name))).toContain(
    'pupsourcing_orchestrator_stale_workers',
  )
})

test('a collector that has found nothing yet is waited for', async () => {
  let looks = 0
  const read = async (urls: readonly string[]) => {
    looks += 1
    const page = `belfry_collector_success{collector="orchestrator"} ${looks > 3 ? 1 : 0}\n`
    return urls.map((url) => (url.endsWith(':9999/metrics') ? page : null))
  }
  const targets = await readSettled({ model, wanted, read, signal })
  expect(targets.flatMap(({ series }) => series.map(({ value }) => value))).toEqual([1])
})
