import { enginesNamed } from '../engine-names.ts'
import { result } from '../output.ts'
import { needRunningEngines } from '../running-stack.ts'

export interface LogsOptions {
  readonly stack: string
  readonly state: string
  readonly follow?: boolean
  readonly tail: number
}

/** Prints the logs of engines, each line behind the name of its engine; followed ones until nobody wants more. */
export async function logs(options: LogsOptions, names: readonly string[]): Promise<void> {
  const engines = enginesNamed(names)
  const { driver } = await needRunningEngines(options)
  const ended = new AbortController()
  const end = (): void => ended.abort()
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  process.stdout.once('error', end)
  const request = { engines, follow: options.follow ?? false, tail: options.tail }
  await driver.logs(request, (engine, line) => result(`${engine} | ${line}`), ended.signal)
}
