import { once } from 'node:events'
import { type EngineName, engineNames } from '../../spec/engine-name.ts'
import type { LogRequest } from '../driver.ts'
import type { ContainerSet } from './container-set.ts'
import type { DockerEngine } from './docker-engine.ts'
import { logFrames } from './log-frames.ts'

/** Writes what the engines log, each line with its engine, until all has been written or the signal ends it. */
export async function readLogs(
  docker: DockerEngine,
  containers: ContainerSet,
  { engines, follow, tail }: LogRequest,
  write: (engine: EngineName, line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const found = await containers.all()
  const wanted = engineNames.filter((name) => found.has(name) && (engines.length === 0 || engines.includes(name)))
  const ids = wanted.map((engine) => [engine, found.get(engine)?.id ?? ''] as const)
  await Promise.all(
    ids.map(([engine, id]) => readLog(docker, id, { follow, tail }, (line) => write(engine, line), signal)),
  )
}

/** The last lines of one container. */
export async function lastLines(docker: DockerEngine, id: string, tail: number): Promise<readonly string[]> {
  const lines: string[] = []
  await readLog(docker, id, { follow: false, tail }, (line) => lines.push(line), new AbortController().signal)
  return lines
}

async function readLog(
  docker: DockerEngine,
  id: string,
  options: { readonly follow: boolean; readonly tail: number },
  write: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const stream = await docker.logStream(id, options)
  const frames = logFrames(write)
  stream.on('data', (chunk: Buffer) => frames.push(chunk))
  try {
    await once(stream, 'end', { signal })
  } catch (error) {
    if (!signal.aborted) throw error
    if ('destroy' in stream && typeof stream.destroy === 'function') stream.destroy()
  }
  frames.end()
}
