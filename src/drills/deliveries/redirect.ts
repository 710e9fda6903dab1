import * as z from '../../errors/zod.ts'
import { fromYaml, toYaml } from '../../formats/yaml.ts'

/** Where the sinks of a delivery drill listen. */
export interface Sinks {
  /** Origin of the HTTP sink. */
  readonly http: string
  /** `host:port` of the mail sink. */
  readonly mail: string
  /** Absolute; the folder of files that hold a URL each. */
  readonly urlDir: string
}

/** One integration of a receiver, and where its notifications arrive. */
export interface Channel {
  /** Path below the HTTP sink, or the value of a header in mail; unique. */
  readonly id: string
  readonly receiver: string
  /** Such as `slack`. */
  readonly type: string
  readonly sendResolved: boolean
}

export interface Redirection {
  /** `alertmanager.yml`. */
  readonly config: string
  readonly channels: readonly Channel[]
  /** Files to be written, by path: what a secret URL has become. */
  readonly files: ReadonlyMap<string, string>
}

/** Mail names the integration that sent it in this header. */
export const channelHeader = 'X-Belfry-Channel'

const record = z.record(z.string(), z.unknown())
const configSchema = z.looseObject({
  global: record.default({}),
  route: z.unknown(),
  receivers: z.array(z.looseObject({ name: z.string() })),
  time_intervals: z.array(z.looseObject({ name: z.string() })).default([]),
})
const routeSchema: z.ZodType<RouteConfig> = z.lazy(() =>
  z.looseObject({ active_time_intervals: z.array(z.string()).optional(), routes: z.array(routeSchema).optional() }),
)
interface RouteConfig {
  readonly active_time_intervals?: readonly string[] | undefined
  readonly routes?: readonly RouteConfig[] | undefined
}

/**
 * A rendered configuration of Alertmanager whose routes are as they were, and whose receivers send to sinks. Credentials,
 * templates and messages stay; certificates go, for the sinks have none that anybody knows. Timings that let
 * notifications through always do, and those that mute never do: what arrives must not hang on the day of the drill.
 */
export function redirect(rendered: string, sinks: Sinks): Redirection {
  const { global, receivers, time_intervals, ...others } = configSchema.parse(fromYaml(rendered))
  const channels: Channel[] = []
  const files = new Map<string, string>()
  const redirected = receivers.map((receiver) =>
    Object.fromEntries(
      Object.entries(receiver).map(([key, value]) => {
        if (!key.endsWith('_configs')) return [key, value]
        const type = key.replace(/(v2)?_configs$/, '')
        const integrations = z.array(record).parse(value)
        return [
          key,
          integrations.map((integration, index) => {
            const id = `${encodeURIComponent(receiver.name)}/${type}/${index + 1}`
            channels.push({ id, receiver: receiver.name, type, sendResolved: integration.send_resolved !== false })
            return redirectOne(integration, { type, id, sinks, files })
          }),
        ]
      }),
    ),
  )
  const active = new Set(activeTimings(routeSchema.parse(others.route)))
  const timings = time_intervals.map(({ name }) => ({ name, time_intervals: [active.has(name) ? always : never] }))
  const smtp = 'smtp_smarthost' in global ? { smtp_smarthost: sinks.mail } : {}
  const config = {
    global: { ...global, ...smtp },
    ...others,
    receivers: redirected,
    ...(timings.length > 0 ? { time_intervals: timings } : {}),
  }
  return { config: toYaml(config), channels, files }
}

const always = { times: [{ start_time: '00:00', end_time: '24:00' }] }
const never = { years: ['1970'] }

interface Target {
  readonly type: string
  readonly id: string
  readonly sinks: Sinks
  readonly files: Map<string, string>
}

function redirectOne(integration: Readonly<Record<string, unknown>>, { type, id, sinks, files }: Target): object {
  const url = `${sinks.http}/${id}`
  const inFile = (): string => {
    const path = `${sinks.urlDir}/${id.replaceAll('/', '-')}`
    files.set(path, url)
    return path
  }
  switch (type) {
    case 'slack':
      return { ...integration, api_url_file: inFile() }
    case 'discord':
    case 'msteams':
      return { ...integration, webhook_url_file: inFile() }
    case 'pagerduty':
      return { ...integration, url }
    case 'opsgenie':
      return { ...integration, api_url: `${url}/` }
    case 'telegram':
      return { ...integration, api_url: url }
    case 'email': {
      const headers = record.parse(integration.headers ?? {})
      return {
        ...integration,
        headers: { ...headers, [channelHeader]: id },
        tls_config: { insecure_skip_verify: true },
      }
    }
    case 'webhook': {
      const { url: _url, url_file: _file, http_config, ...rest } = integration
      const { tls_config: _tls, ...client } = record.parse(http_config ?? {})
      return { ...rest, url, ...(Object.keys(client).length > 0 ? { http_config: client } : {}) }
    }
    default:
      throw new Error(`no sink stands in for ${type}`)
  }
}

function activeTimings({ active_time_intervals = [], routes = [] }: RouteConfig): readonly string[] {
  return [...active_time_intervals, ...routes.flatMap(activeTimings)]
}
