import { talk } from './output.ts'
import { reportError } from './report-error.ts'
import { watchFiles } from './watch-files.ts'

/** What decides which files a watch looks at. */
export interface WatchOptions {
  readonly rules?: readonly string[]
  readonly dashboards?: readonly string[]
}

/** Folders of a stack's content. */
const contentFolders = ['stack', 'alerts', 'dashboards', 'exporters', 'runbooks']

/** Checks now and whenever a file changes, until it is interrupted. What goes wrong is said, and does not end it. */
export async function watchCheck(
  { rules = [], dashboards = [] }: WatchOptions,
  run: () => Promise<void>,
): Promise<void> {
  const named = [...rules, ...dashboards]
  const watched = watchFiles(named.length > 0 ? named : contentFolders)
  const interrupt = (): void => watched.close()
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  try {
    await runOnce(run)
    talk('watching; press Ctrl-C to end')
    for await (const changed of watched) {
      talk(`changed: ${changed.join(', ')}`)
      await runOnce(run)
    }
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
    watched.close()
  }
}

async function runOnce(run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    reportError(error)
  }
}
