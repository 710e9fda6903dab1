import { enginesNamed } from '../engine-names.ts'
import { result } from '../output.ts'
import { needRunningDriver } from '../running-stack.ts'

export interface LogsOptions {
  readonly stack: string
  readonly state: string
  readonly follow?: boolean
  readonly tail: number
}

/** Prints the logs of engines, each line behind the name of its engine. */
export async function logs(options: LogsOptions, names: readonly string[]): Promise<void> {
  const engines = enginesNamed(names)
  const driver = await needRunningDriver(options)
  const interrupted = new AbortController()
  process.once('SIGINT', () => interrupted.abort())
  const request = { engines, follow: options.follow ?? false, tail: options.tail }
  await driver.logs(request, (engine, line) => result(`${engine} | ${line}`), interrupted.signal)
}
