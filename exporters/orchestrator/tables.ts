import { quoteIdentifier } from '#belfry'
import type { OrchestratorOptions } from './options.ts'

/** Tables as they stand in a statement. */
export type Tables = OrchestratorOptions['tables']

export function qualifyTables({ schema, tables }: OrchestratorOptions): Tables {
  const qualify = (table: string) => `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`
  return {
    generations: qualify(tables.generations),
    workers: qualify(tables.workers),
    checkpoints: qualify(tables.checkpoints),
    events: qualify(tables.events),
  }
}
