import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
let folder = ''

/** An application of Express with a Redis client of its own, beside an installed Belfry. */
const application = `
import express from 'express'
import { createPrometheusRouter, type RedisClient } from 'belfry/coordination'
import { coordinatorMetrics } from 'belfry/instrument'

const state = JSON.stringify({ status: 'waiting', phase: 'auth', startTime: Date.now() - 5000 })
const redis: RedisClient = {
  call: async (command, ...args) => {
    if (command === 'SCAN') return ['0', ['swarm:s1:blocking:c1']]
    if (command === 'MGET') return args.map((key) => (key === 'swarm:s1:blocking:c1' ? state : null))
    return 'PONG'
  },
}
coordinatorMetrics({ swarmId: 's1', coordinatorId: 'c1' }).waited('completed', 12)

const app = express()
app.use('/prometheus', createPrometheusRouter({ redis }))
const server = app.listen(0, '127.0.0.1', async () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const metrics = await (await fetch('http://127.0.0.1:' + port + '/prometheus/metrics')).text()
  const health = await fetch('http://127.0.0.1:' + port + '/prometheus/health')
  server.close()
  console.log(
    metrics.includes('blocking_coordinators_total{swarm_id="s1",phase="auth",status="waiting"} 1'),
    /^blocking_duration_seconds_count{.*} 1$/m.test(metrics),
    health.status,
  )
})
`

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-package-'))
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  const [packed] = JSON.parse(
    execFileSync('npm', pack, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  )
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, 'belfry'), { recursive: true })
  mkdirSync(join(modules, '@types'))
  execFileSync('tar', ['-xzf', join(folder, packed.filename), '--strip-components=1', '-C', join(modules, 'belfry')])
  const theirs = ['express', 'prom-client', '@types/express', '@types/node']
  for (const name of theirs) symlinkSync(join(root, 'node_modules', name), join(modules, name))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('belfry/coordination, as an application imports it from the package', () => {
  it('serves the state in Redis beside what the process measures', () => {
    const text = application.replace(', type RedisClient', '').replace(': RedisClient', '')
    writeFileSync(join(folder, 'application.js'), text)
    const printed = execFileSync(process.execPath, ['application.js'], { cwd: folder, encoding: 'utf8' })
    expect(printed).toBe('true true 200\n')
  })

  it('is typed, and fits into Express', () => {
    const wrong = "// @ts-expect-error: no client\ncreatePrometheusRouter({ redis: 'redis.example' })\n"
    writeFileSync(join(folder, 'application.ts'), `${application}${wrong}`)
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const args = [tsc, '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', 'node']
    const run = () => execFileSync(process.execPath, [...args, 'application.ts'], { cwd: folder, encoding: 'utf8' })
    expect(run()).toBe('')
  }, 120_000)
})
