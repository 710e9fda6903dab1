import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from '../src/engines/run-command.ts'
import { toYaml } from '../src/formats/yaml.ts'
import { type Child, until } from './support/child.ts'
import { engineProgram } from './support/engine-program.ts'
import { freePort } from './support/free-port.ts'
import { startPrometheus } from './support/start-prometheus.ts'

const belfry = fileURLToPath(new URL('../bin/belfry.js', import.meta.url))
const run = (...args: readonly string[]) =>
  runCommand(process.execPath, [belfry, ...args], { cwd: folder, timeoutMs: 60_000 })

let folder: string
let url: string
let prometheus: Child

/** A Prometheus that scrapes itself, what it shows, and the same captured; in a folder that is no project. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-catalogs-'))
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  await writeFile(
    join(folder, 'prometheus.yml'),
    toYaml({
      global: { scrape_interval: '1s' },
      scrape_configs: [{ job_name: 'self', static_configs: [{ targets: [`127.0.0.1:${port}`] }] }],
    }),
  )
  await writeFile(
    join(folder, 'rules.yml'),
    toYaml({
      groups: [
        {
          name: 'prometheus',
          rules: [
            { record: 'a', expr: 'sum by (code) (rate(prometheus_http_requests_total[5m]))' },
            { record: 'b', expr: 'sum by (cod) (rate(prometheus_http_requests_total[5m]))' },
            { record: 'c', expr: 'prometheus_tsdb_head_serie' },
            { record: 'd', expr: 'rate(prometheus_tsdb_head_series[5m])' },
            {
              record: 'e',
              expr: 'histogram_quantile(0.9, rate(prometheus_http_request_duration_seconds_bucket[5m])) > 500',
            },
          ],
        },
      ],
    }),
  )
  prometheus = startPrometheus(await engineProgram('prometheus'), folder, port)
  await until('a scrape of itself', async () => {
    const answer = await fetch(`${url}/api/v1/query?query=prometheus_http_request_duration_seconds_count`)
    return (await answer.text()).includes('"instance"')
  })
  await writeFile(join(folder, 'metrics.txt'), await (await fetch(`${url}/metrics`)).text())
  await run('catalog', 'capture', `${url}/metrics`, '-o', 'captured.ts')
}, 120_000)

afterAll(async () => {
  await prometheus?.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('rules about a Prometheus are checked by', { timeout: 60_000 }, () => {
  test.each([
    ['the running one', () => url],
    ['what it shows', () => `${url}/metrics`],
    ['a file of what it shows', () => 'metrics.txt'],
    ['a captured catalog', () => 'captured.ts'],
  ])('%s', async (name, address) => {
    const { stdout, stderr } = await run('check', '--rules', 'rules.yml', '--catalog', address(), '--json')
    expect(stderr).not.toContain('belfry:')
    const found = JSON.parse(stdout).problems.map((one: { id: string; message: string; place: { line: number } }) => [
      one.place.line,
      one.id,
      one.message,
    ])
    const seen = (id: string) => found.filter(([, one]: [number, string]) => one === id)
    expect(seen('query-metric')).toEqual([[9, 'query-metric', expect.stringContaining('prometheus_tsdb_head_serie')]])
    expect(seen('query-counter')).toEqual([[11, 'query-counter', expect.stringContaining('gauge')]])
    expect(seen('query-never')).toEqual([[13, 'query-never', expect.stringContaining('')]])
    // What a program shows may be given further labels; what a Prometheus stores has those that it has.
    expect(seen('query-grouping').map(([line]: [number]) => line)).toEqual(name === 'the running one' ? [7] : [])
  })

  test('several catalogs together', async () => {
    await writeFile(join(folder, 'own.txt'), '# TYPE prometheus_tsdb_head_serie gauge\nprometheus_tsdb_head_serie 1\n')
    const args = ['check', '--rules', 'rules.yml', '--only', 'query-metric', '--catalog', 'captured.ts']
    expect(await run(...args)).toMatchObject({ exitCode: 1 })
    expect(await run(...args, 'own.txt')).toMatchObject({ exitCode: 0 })
  })
})

describe('what is no catalog is one clear error', { timeout: 60_000 }, () => {
  test.each([
    ['rules.yml', 'no exposition of metrics'],
    ['none.txt', 'there is no such file'],
    ['.', 'a folder'],
    ['broken.ts', 'broken.ts does not compile:\n  broken.ts:1:7'],
    ['empty.ts', 'exports no metric families'],
    ['throwing.ts', 'throws while it is loaded: no'],
  ])('%s', async (address, message) => {
    await writeFile(join(folder, 'broken.ts'), 'const = 1\n')
    await writeFile(join(folder, 'empty.ts'), 'export const limit: number = 1\n')
    await writeFile(join(folder, 'throwing.ts'), "throw new Error('no')\n")
    const { exitCode, stderr } = await run('check', '--rules', 'rules.yml', '--catalog', address)
    expect(stderr).toContain(message)
    expect([1, 2]).toContain(exitCode)
  })

  test('a server that is no Prometheus', async () => {
    const { exitCode, stderr } = await run('check', '--rules', 'rules.yml', '--catalog', `${url}/graph`)
    expect(exitCode).toBe(3)
    expect(stderr).toContain('A catalog is the URL of a running Prometheus')
  })
})
