import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BelfryError } from '../../errors/belfry-error.ts'
import { processesPath } from '../../model/names.ts'
import { type ProcessPlan, processPlanSchema } from '../../model/process-plan.ts'

/** @throws BelfryError CONFIG_INVALID when the rendered plan is missing or was edited into something else. */
export function readPlan(outDir: string): ProcessPlan {
  const path = join(outDir, processesPath)
  try {
    return processPlanSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new BelfryError('CONFIG_INVALID', `${path} is not a process plan`, {
      hint: 'Render the stack for the native driver again.',
      cause,
    })
  }
}
