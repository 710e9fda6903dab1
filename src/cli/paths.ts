import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { EnvironmentName } from '../spec/environment.ts'

/** The folder that Belfry itself is installed in. */
export function installDir(): string {
  let dir = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(dir, 'package.json')) && dirname(dir) !== dir) dir = dirname(dir)
  return dir
}

/** Belfry's own services, built. */
export function bundlePaths(): { readonly exporter: string; readonly console: string; readonly simulator: string } {
  const dist = join(installDir(), 'dist')
  return {
    exporter: join(dist, 'exporter.js'),
    console: join(dist, 'console.js'),
    simulator: join(dist, 'simulator.js'),
  }
}

/** What a new demo database is filled with; `null` when the project has nothing for it. */
export function seedPath(): string | null {
  const path = resolve('exporters/ruvector/demo.sql')
  return existsSync(path) ? path : null
}

/** Where the artifacts of a run are: the project's own folder for local containers, else below the state folder. */
export function outputDir(
  driver: 'compose' | 'native' | 'fake',
  environment: EnvironmentName,
  stateDir: string,
): string {
  if (driver === 'compose' && environment === 'local') return process.cwd()
  return join(stateDir, driver === 'compose' ? `compose-${environment}` : 'native')
}
