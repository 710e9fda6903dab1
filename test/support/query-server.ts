import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Program } from '../../src/engines/program.ts'
import { runCommand } from '../../src/engines/run-command.ts'

import { freePort } from './free-port.ts'
import { startPrometheus } from './start-prometheus.ts'

export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** What Prometheus answers: series, one number without labels, or why it refuses. */
export type Answer = { readonly samples: readonly Sample[] } | { readonly refused: string }

export interface QueryServer {
  query(expression: string, seconds: number): Promise<Answer>
  stop(): Promise<void>
}

export interface QueryPrograms {
  readonly prometheus: Program
  readonly promtool: Program
}

/** A Prometheus that scrapes nothing and holds the samples of a text. */
export async function startQueryServer(
  { prometheus, promtool }: QueryPrograms,
  openMetrics: string,
): Promise<QueryServer> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-query-'))
  const port = await freePort()
  await writeFile(join(folder, 'samples.txt'), openMetrics)
  await writeFile(join(folder, 'prometheus.yml'), 'global: {}\n')
  const data = join(folder, 'data')
  const blocks = ['tsdb', 'create-blocks-from', 'openmetrics', join(folder, 'samples.txt'), data]
  const made = await runCommand(promtool.path, blocks, { env: promtool.env, timeoutMs: 60_000 })
  if (made.exitCode !== 0) throw new Error(made.stderr)
  const child = startPrometheus(prometheus, folder, port, [
    '--storage.tsdb.retention.time=100y',
    '--enable-feature=promql-experimental-functions',
  ])
  const stop = async () => {
    await child.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => null))?.ok === true
  for (const end = Date.now() + 30_000; !(await ready()); await sleep(100)) {
    if (Date.now() < end) continue
    await stop()
    throw new Error(`Prometheus does not get ready: ${child.output()}`)
  }
  return { stop, query: (expression, seconds) => ask(port, expression, seconds) }
}

interface Body {
  readonly status: string
  readonly error?: string
  readonly data?: { readonly resultType: string; readonly result: unknown }
}

async function ask(port: number, expression: string, seconds: number): Promise<Answer> {
  const body = new URLSearchParams({ query: expression, time: String(seconds) })
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/query`, { method: 'POST', body })
  const { error, data } = (await response.json()) as Body
  if (data === undefined) return { refused: error ?? '' }
  if (data.resultType === 'scalar')
    return { samples: [{ labels: {}, value: number((data.result as [number, string])[1]) }] }
  const result = data.result as readonly { metric: Record<string, string>; value: [number, string] }[]
  return { samples: result.map(({ metric, value }) => ({ labels: metric, value: number(value[1]) })) }
}

function number(text: string): number {
  return text === '+Inf' ? Number.POSITIVE_INFINITY : text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text)
}
