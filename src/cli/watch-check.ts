import { dirname } from 'node:path'
import { BelfryError, exitCodes } from '../errors/belfry-error.ts'
import { talk } from './output.ts'
import { reportError } from './report-error.ts'
import { watchFiles } from './watch-files.ts'

/** What decides which files a watch looks at. */
export interface WatchOptions {
  readonly stack: string
  readonly rules?: readonly string[]
  readonly dashboards?: readonly string[]
}

/** Folders of a stack's content. */
const contentFolders = ['stack', 'alerts', 'dashboards', 'exporters', 'runbooks']

/**
 * Checks now and whenever a file changes, until it is interrupted or nobody reads what it says. What goes wrong is said,
 * and does not end it; only bad usage does.
 */
export async function watchCheck(
  { stack, rules = [], dashboards = [] }: WatchOptions,
  run: () => Promise<void>,
): Promise<void> {
  const named = [...rules, ...dashboards]
  const watched = watchFiles(named.length > 0 ? named : [...new Set([dirname(stack), ...contentFolders])])
  const end = (): void => watched.close()
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  process.stdout.once('error', end)
  try {
    await run().catch((error: unknown) => {
      if (error instanceof BelfryError && error.exitCode === exitCodes.usage) throw error
      reportError(error, false)
    })
    talk('watching; press Ctrl-C to end')
    for await (const changed of watched) {
      talk(`changed: ${changed.join(', ')}`)
      await run().catch((error: unknown) => reportError(error, false))
    }
  } finally {
    process.off('SIGINT', end)
    process.off('SIGTERM', end)
    process.stdout.off('error', end)
    watched.close()
  }
}
