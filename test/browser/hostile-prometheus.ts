import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a label can hold when somebody means harm. Each would leave a mark on the page, were it ever read as markup. */
export const hostile: readonly string[] = [
  `<img src=x onerror="document.title='broken into'">`,
  `</text></svg><script>document.title='broken into'</script>`,
  `"'\`&amp;{{evil}}\${evil} javascript:alert(1)`,
]

/** A Prometheus and an Alertmanager whose every label, name and message is hostile. */
export interface HostilePrometheus {
  readonly url: string
  /** Paths with their parameters, as they were asked. */
  readonly asked: readonly URL[]
  stop(): Promise<void>
}

export async function startHostilePrometheus(): Promise<HostilePrometheus> {
  const asked: URL[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://prometheus')
    asked.push(url)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answerOf(url)))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  }
}

function answerOf({ pathname, searchParams }: URL): unknown {
  const success = (data: unknown): unknown => ({ status: 'success', data })
  if (pathname.endsWith('/query_range')) return success({ resultType: 'matrix', result: matrix(searchParams) })
  if (pathname.endsWith('/query')) return success({ resultType: 'vector', result: vector(searchParams) })
  if (pathname.endsWith('/values')) return success([...hostile, 'plain'])
  if (pathname.endsWith('/v1/alerts')) return success({ alerts: hostile.map(alert) })
  if (pathname.endsWith('/rules')) return success({ groups: [{ rules: [rule] }] })
  if (pathname.endsWith('/targets')) return success({ activeTargets: hostile.map(target) })
  if (pathname.endsWith('/buildinfo')) return success({ version: hostile[0] })
  if (pathname.endsWith('/v2/alerts')) return []
  return success([])
}

const labelsOf = (value: string, index: number): Record<string, string> => ({
  __name__: 'evil_metric',
  evil: value,
  instance: value,
  le: String([0.1, 1, 10][index]),
})

function matrix(query: URLSearchParams): readonly object[] {
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(query.get(name))) as [number, number, number]
  const steps = Math.min(11_000, Math.floor((end - start) / step) + 1)
  return hostile.map((value, index) => ({
    metric: labelsOf(value, index),
    values: Array.from({ length: steps }, (_, at) => [
      start + at * step,
      String(Math.round(50 + 40 * Math.sin(at / 20 + index)) + index),
    ]),
  }))
}

const vector = (query: URLSearchParams): readonly object[] =>
  hostile.map((value, index) => ({
    metric: labelsOf(value, index),
    value: [Number(query.get('time') ?? 0), String(index + 1)],
  }))

const alert = (value: string): object => ({
  labels: { alertname: value, severity: 'critical', instance: value },
  annotations: { summary: value, description: value, runbook_url: 'javascript:alert(1)' },
  state: 'firing',
  activeAt: '2026-01-01T00:00:00Z',
  value: '1',
})

const rule = {
  type: 'alerting',
  name: 'Evil',
  state: 'firing',
  health: 'err',
  lastError: hostile[0],
  alerts: hostile.map(alert),
}

const target = (value: string): object => ({
  labels: { job: value, instance: value },
  health: 'down',
  lastError: value,
})
