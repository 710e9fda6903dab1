import { dirname, resolve } from 'node:path'
import * as z from '../errors/zod.ts'
import { readValidConfig } from '../http/config-file.ts'

const origin = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''))

const schema = z.strictObject({
  listen: z
    .strictObject({ host: z.string().min(1).default('127.0.0.1'), port: z.int().min(0).max(65_535).default(9095) })
    .prefault({}),
  /** Names of this server besides loopback's, without ports; what is sent to another is refused. */
  hosts: z.array(z.string().min(1)).optional(),
  /** What rang is kept here. */
  stateDir: z.string().min(1),
  /** Runbook pages, as `<system>/<alert>.md`. */
  runbooksDir: z.string().min(1),
  /** Dashboards as Grafana reads them, as `<folder>/<uid>.json`. */
  dashboardsDir: z.string().min(1).optional(),
  /** What tests, mutations and drills have shown last. */
  proofDir: z.string().min(1).optional(),
  /** Which of Prometheus' data is made up, where some is. */
  historyFile: z.string().min(1).optional(),
  /** Alerts, systems and dashboards of the stack. */
  stackFile: z.string().min(1).optional(),
  /** Its metrics. */
  catalogFile: z.string().min(1).optional(),
  /** Addresses at which the console itself asks. */
  prometheus: origin.optional(),
  alertmanager: origin.optional(),
  grafana: origin.optional(),
  /** Addresses that people open, shown on the start page. */
  links: z.array(z.strictObject({ title: z.string().min(1), url: z.url({ protocol: /^https?$/ }) })).default([]),
})

/** The configuration of the console: complete, paths absolute. */
export type ConsoleConfig = Readonly<z.infer<typeof schema>>

/**
 * Reads and validates `console.yml`; paths in it stand relative to it.
 *
 * @throws BelfryError `CONFIG_INVALID` with all faults at once.
 */
export async function readConsoleConfig(path: string): Promise<ConsoleConfig> {
  const config = await readValidConfig(path, 'console', schema)
  const folder = dirname(resolve(path))
  const paths = pathNames.flatMap((name) => {
    const given = config[name]
    return given === undefined ? [] : [[name, resolve(folder, given)] as const]
  })
  return { ...config, ...Object.fromEntries(paths) }
}

const pathNames = [
  'stateDir',
  'runbooksDir',
  'dashboardsDir',
  'proofDir',
  'historyFile',
  'stackFile',
  'catalogFile',
] as const
