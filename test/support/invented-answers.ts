import type { ApiAnswer, Ask } from '../../src/preview/data/api.ts'

/** Labels that most dashboards group by. */
const labelSets = [
  { instance: 'a:9100', job: 'node', le: '0.1', namespace: 'default', code: '200' },
  { instance: 'b:9100', job: 'node', le: '1', namespace: 'kube-system', code: '404' },
  { instance: 'c:9100', job: 'node', le: '+Inf', namespace: 'monitoring', code: '500' },
]

/** A Prometheus that has something to say to any query: three series of waves, the same each time. */
export function inventedAnswers(labels: readonly Readonly<Record<string, string>>[] = labelSets): Ask {
  return async ({ path, parameters }): Promise<ApiAnswer> => {
    const given = new Map(parameters)
    if (path === '/api/v1/query') {
      const time = Number(given.get('time'))
      const result = labels.map((metric, index) => ({ metric, value: [time, String(wave(time, index))] }))
      return { status: 'success', data: { resultType: 'vector', result } }
    }
    if (path === '/api/v1/query_range') {
      const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(given.get(name))) as [
        number,
        number,
        number,
      ]
      const times = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, index) => start + index * step)
      const result = labels.map((metric, index) => ({
        metric,
        // One series has a hole, so that gaps are drawn too.
        values: times
          .filter((_, at) => index !== 1 || at < times.length / 3 || at > times.length / 2)
          .map((time) => [time, String(wave(time, index))]),
      }))
      return { status: 'success', data: { resultType: 'matrix', result } }
    }
    if (path === '/api/v1/alerts')
      return {
        status: 'success',
        data: {
          alerts: labels.map((own) => ({
            labels: { alertname: 'Some', ...own },
            annotations: { summary: own.instance ?? '' },
            state: 'firing',
          })),
        },
      }
    const name = /^\/api\/v1\/label\/([^/]+)\/values$/.exec(path)?.[1]
    if (name !== undefined)
      return { status: 'success', data: labels.map((own) => own[name] ?? own.instance ?? 'value') }
    return { status: 'success', data: path === '/api/v1/series' ? labels : Object.keys(labels[0] ?? {}) }
  }
}

function wave(time: number, index: number): number {
  return Math.round((index + 1) * 100 * (1.2 + Math.sin(time / 700 + index)) * 100) / 100
}
