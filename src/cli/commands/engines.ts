import { findPrograms } from '../../engines/find-program.ts'
import { programNames } from '../../engines/program.ts'
import { result, resultJson, talk } from '../output.ts'
import { table } from '../table.ts'
import { withInterrupt } from '../with-interrupt.ts'

export interface EnginesOptions {
  readonly fetch?: boolean
  readonly json?: boolean
}

/** Lists the engine programs of this machine. */
export async function engines(options: EnginesOptions): Promise<void> {
  const fetch = options.fetch ?? false
  const { found, missing } = await withInterrupt((signal) =>
    findPrograms(programNames, { fetch, report: talk, signal }),
  )
  const rows = programNames.map((name) => {
    const program = found.get(name)
    return {
      name,
      version: program?.version ?? '',
      origin: program?.origin ?? 'missing',
      path: program?.path ?? missing.get(name)?.message ?? '',
    }
  })
  if (options.json === true) return resultJson({ engines: rows })
  result(
    table([
      ['PROGRAM', 'VERSION', 'FROM', 'WHERE'],
      ...rows.map((row) => [row.name, row.version, row.origin, row.path]),
    ]),
  )
}
