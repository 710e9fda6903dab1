import * as z from '../errors/zod.ts'
import type { ConsoleConfig } from './config.ts'

/** Whether an engine answers, and its version where it says. `absent` where the stack runs none. */
export interface EngineState {
  readonly name: string
  readonly state: 'up' | 'down' | 'absent'
  /** Empty when it does not say. */
  readonly version: string
  /** Where people open it; empty for nowhere. */
  readonly url: string
}

const timeoutMs = 3000
const prometheusInfo = z.object({ data: z.object({ version: z.string() }) }).transform(({ data }) => data.version)
const alertmanagerInfo = z
  .object({ versionInfo: z.object({ version: z.string() }) })
  .transform(({ versionInfo }) => versionInfo.version)
const grafanaInfo = z.object({ version: z.string().default('') }).transform(({ version }) => version)

/** Asks the engines that people open how they are. */
export async function engineStates(config: ConsoleConfig): Promise<readonly EngineState[]> {
  const { prometheus, alertmanager, grafana } = config
  return Promise.all([
    ask('Prometheus', prometheus, '/api/v1/status/buildinfo', prometheusInfo, config),
    ask('Alertmanager', alertmanager, '/api/v2/status', alertmanagerInfo, config),
    ask('Grafana', grafana, '/api/health', grafanaInfo, config),
  ])
}

async function ask(
  name: string,
  origin: string | undefined,
  path: string,
  schema: z.ZodType<string>,
  { links }: ConsoleConfig,
): Promise<EngineState> {
  const url = links.find(({ title }) => title === name)?.url ?? ''
  if (origin === undefined) return { name, state: 'absent', version: '', url }
  try {
    const answer = await fetch(`${origin}${path}`, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' })
    const version = schema.safeParse(await answer.json())
    return { name, state: answer.ok ? 'up' : 'down', version: version.success ? plain(version.data) : '', url }
  } catch {
    return { name, state: 'down', version: '', url }
  }
}

/** Without what a distribution adds. */
const plain = (version: string): string => /^\d+(?:\.\d+)*/.exec(version)?.[0] ?? version.slice(0, 40)
