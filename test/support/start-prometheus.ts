import type { Program } from '../../src/engines/program.ts'
import { type Child, startChild } from './child.ts'

/** Starts a Prometheus on `prometheus.yml` of a folder, which takes its data as well. */
export function startPrometheus(
  { path, env }: Pick<Program, 'path' | 'env'>,
  folder: string,
  port: number,
  args: readonly string[] = [],
): Child {
  return startChild(
    path,
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      ...args,
    ],
    { cwd: folder, env: { ...process.env, ...env } },
  )
}
