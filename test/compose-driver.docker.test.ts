import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { composeDriver } from '../src/drivers/compose/compose-driver.ts'
import { type DriverHarness, driverContract, runSteps } from '../src/drivers/contract.ts'
import type { Model } from '../src/model/model.ts'
import { alertmanagerConfigPath } from '../src/model/names.ts'
import { renderAll } from '../src/renderers/renderers.ts'
import type { EngineName } from '../src/spec/engine-name.ts'
import { freePort } from './support/free-port.ts'
import { testEngines, testModel } from './support/model.ts'

driverContract('compose', openHarness, 300_000)

/** A stack of two engines that start fast and need no other. */
async function openHarness(): Promise<DriverHarness> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-compose-'))
  const model = await smallModel()
  const driver = await composeDriver({ model, outDir: folder, stateDir: join(folder, '.belfry') })
  return {
    driver,
    engine: 'alertmanager',
    other: 'node-exporter',
    async request() {
      await writeAll(folder, model)
      return { model, outDir: folder, changed: [] }
    },
    async requestAfterEdit() {
      const edited = { ...model, alertmanager: { ...model.alertmanager, resolveTimeout: '7m' } }
      await writeAll(folder, edited)
      return { model: edited, outDir: folder, changed: [alertmanagerConfigPath] }
    },
    async cleanUp() {
      await writeAll(folder, model)
      await runSteps(driver.down({ volumes: true }))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function smallModel(): Promise<Model> {
  const off = (name: EngineName) => [name, { enabled: false }] as const
  const engines = testEngines({
    ...Object.fromEntries(
      (['prometheus', 'grafana', 'postgres-exporter', 'redis-exporter', 'exporter'] as const).map(off),
    ),
    alertmanager: { port: await freePort() },
  })
  return testModel({ name: `belfry-test-${process.pid}`, engines, secrets: [] })
}

async function writeAll(folder: string, model: Model): Promise<void> {
  for (const { path, content } of renderAll(model)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}
