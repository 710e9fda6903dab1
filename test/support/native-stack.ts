import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runSteps } from '../../src/drivers/contract.ts'
import type { Driver, UpRequest } from '../../src/drivers/driver.ts'
import { nativeDriver } from '../../src/drivers/native/native-driver.ts'
import type { Program, ProgramName } from '../../src/engines/program.ts'
import { alertmanagerConfigPath, processesPath, prometheusConfigPath } from '../../src/model/names.ts'
import type { PlannedProcess, ProcessPlan } from '../../src/model/process-plan.ts'
import { freePort } from './free-port.ts'
import { testModel } from './model.ts'

/** A native stack of small scripts for tests: an Alertmanager, and a Prometheus that waits for it. */
export interface NativeStack {
  readonly driver: Driver
  readonly stateDir: string
  readonly plan: ProcessPlan
  request(changed?: readonly string[]): UpRequest
  /** Changes one artifact. */
  edit(path: string, content: string): Promise<UpRequest>
  writeSecret(name: string, value: string): Promise<void>
  /** Changes the plan. */
  replan(change: (plan: ProcessPlan) => ProcessPlan): Promise<UpRequest>
  cleanUp(): Promise<void>
}

/** Answers on its port, counts reloads, and prints what it is told by its environment. */
const script = `
import { createServer } from 'node:http'
const [, , port, greeting = 'hello'] = process.argv
let reloads = 0
console.log(greeting)
if (process.env.BROKEN) { console.error('cannot go on: ' + process.env.BROKEN); process.exit(4) }
if (process.env.DEAF) process.on('SIGTERM', () => {})
createServer((request, response) => {
  if (request.method === 'POST') { reloads += 1; console.log('reloaded'); if (process.env.STUBBORN) response.statusCode = 500 }
  response.end(String(reloads))
}).listen(Number(port), '127.0.0.1')
`

export async function nativeStack(): Promise<NativeStack> {
  const root = await mkdtemp(join(tmpdir(), 'belfry-native-'))
  const [stateDir, outDir, path] = [join(root, 'state'), join(root, 'out'), join(root, 'engine.mjs')]
  await writeFile(path, script)
  const ports = await freePorts(2)
  const [alertmanager, prometheus] = [
    planned('alertmanager', ports[0] ?? 0, path, alertmanagerConfigPath),
    planned('prometheus', ports[1] ?? 0, path, prometheusConfigPath),
  ]
  let plan: ProcessPlan = {
    stack: 'test',
    secrets: [],
    processes: [alertmanager, { ...prometheus, after: ['alertmanager'] }],
    database: null,
  }
  const driver = nativeDriver({
    stateDir,
    programs: {
      found: new Map((['alertmanager', 'prometheus'] as const).map((name) => [name, node(name)])),
      missing: new Map(),
    },
    bundles: { exporter: path, console: path, simulator: path },
    seed: null,
  })
  const write = async (artifact: string, content: string): Promise<void> => {
    await mkdir(dirname(join(outDir, artifact)), { recursive: true })
    await writeFile(join(outDir, artifact), content)
  }
  await write(processesPath, JSON.stringify(plan))
  await write(prometheusConfigPath, 'first')
  await write(alertmanagerConfigPath, 'first')
  const request = (changed: readonly string[] = []): UpRequest => ({ model: testModel(), outDir, changed })

  return {
    driver,
    stateDir,
    plan,
    request,
    async edit(artifact, content) {
      await write(artifact, content)
      return request([artifact])
    },
    async writeSecret(name, value) {
      await mkdir(join(stateDir, 'secrets'), { recursive: true })
      await writeFile(join(stateDir, 'secrets', name), value)
    },
    async replan(change) {
      plan = change(plan)
      await write(processesPath, JSON.stringify(plan))
      return request()
    },
    async cleanUp() {
      await runSteps(driver.down({ volumes: true }))
      await rm(root, { recursive: true })
    },
  }
}

/** Ports that nothing listens on, each another one. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>()
  while (ports.size < count) ports.add(await freePort())
  return [...ports]
}

function planned(engine: 'alertmanager' | 'prometheus', port: number, path: string, config: string): PlannedProcess {
  const url = `http://127.0.0.1:${port}`
  return {
    engine,
    program: { kind: 'engine', name: engine },
    optional: false,
    args: [path, String(port)],
    env: {},
    port,
    url,
    ready: { kind: 'http', url, status: 200 },
    readyTimeout: 10,
    after: [],
    configFiles: [config],
    reload: { kind: 'post', url },
    secretFiles: [],
    stop: { signal: 'SIGTERM', grace: 5 },
  }
}

function node(name: ProgramName): Program {
  return { name, path: process.execPath, env: {}, version: '1.2.3', origin: 'path', homeDir: '' }
}
