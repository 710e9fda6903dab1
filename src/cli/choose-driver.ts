import { composeDriver } from '../drivers/compose/compose-driver.ts'
import type { Driver } from '../drivers/driver.ts'
import { fakeDriver } from '../drivers/fake.ts'
import { nativeDriver } from '../drivers/native/native-driver.ts'
import type { FoundPrograms } from '../engines/find-program.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import type { Model } from '../model/model.ts'
import { bundlePaths, seedPath } from './paths.ts'

export type DriverName = Driver['name']

export interface DriverRequest {
  readonly model: Model
  /** Absolute. */
  readonly stateDir: string
  /** Absolute. */
  readonly outDir: string
  /** Only starting anything natively needs programs. */
  readonly programs: FoundPrograms
}

export const noPrograms: FoundPrograms = { found: new Map(), missing: new Map() }

/** The driver of a stack whose driver is known. */
export async function openDriver(name: DriverName, request: DriverRequest): Promise<Driver> {
  const { model, stateDir, outDir, programs } = request
  switch (name) {
    case 'compose':
      return composeDriver({ model, outDir, stateDir })
    case 'native':
      return openNative(stateDir, programs)
    case 'fake':
      return fakeDriver()
  }
}

/** Processes that run are known from their records; only starting one needs its program. */
export function openNative(stateDir: string, programs: FoundPrograms = noPrograms): Driver {
  return nativeDriver({ stateDir, programs, bundles: bundlePaths(), seed: seedPath() })
}

/** Whether containers can run here; the reason when they cannot. */
export async function composeObstacle({ model, stateDir, outDir }: Omit<DriverRequest, 'programs'>): Promise<string> {
  try {
    const driver = await composeDriver({ model, outDir, stateDir })
    const availability = await driver.available()
    return availability.ok ? '' : availability.why
  } catch (error) {
    if (error instanceof BelfryError) return error.message
    throw error
  }
}
