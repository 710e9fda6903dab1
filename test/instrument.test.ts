import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
let folder = ''

/** An application as it would be beside an installed Belfry. */
const application = `
import { register } from 'prom-client'
import { orchestratorMetrics, startMetricsServer, type WorkerState } from 'belfry/instrument'

const state: WorkerState = 'running'
const metrics = orchestratorMetrics({ replicaSet: 'main-projections' })
metrics.worker('w1').state(state)
await metrics.projection('users').handle(async () => 1)
const server = await startMetricsServer({ port: 0 })
const text = await (await fetch(server.url)).text()
await server.stop()
console.log(text === (await register.metrics()), text.includes('state="running"} 1'))
`

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-instrument-'))
  await mkdir(join(folder, 'node_modules/@types'), { recursive: true })
  symlinkSync(root, join(folder, 'node_modules/belfry'))
  for (const name of ['prom-client', '@types/node'])
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('belfry/instrument, as an application imports it', () => {
  it('measures in the default registry of the application', () => {
    const text = application.replace(', type WorkerState', '').replace(': WorkerState', '')
    writeFileSync(join(folder, 'application.js'), text)
    const printed = execFileSync(process.execPath, ['application.js'], { cwd: folder, encoding: 'utf8' })
    expect(printed).toBe('true true\n')
  })

  it('is typed, down to the states of a worker', () => {
    const unknown = "// @ts-expect-error: no such state\nmetrics.worker('w2').state('processing')\n"
    writeFileSync(join(folder, 'application.ts'), `${application}${unknown}`)
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const args = [tsc, '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', 'node']
    const run = () => execFileSync(process.execPath, [...args, 'application.ts'], { cwd: folder, encoding: 'utf8' })
    expect(run()).toBe('')
  }, 120_000)
})
