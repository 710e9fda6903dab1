import type { Place } from '../errors/place.ts'
import type { Check } from './check.ts'

/** A password inside a URL ends up in rendered files and logs. */
export const secretInUrl: Check = {
  id: 'secret-in-url',
  severity: 'error',
  run({ alertmanager, prometheus, place }) {
    const urls: readonly (readonly [string, string, Place])[] = [
      ...alertmanager.receivers.flatMap(({ name, integrations, place: at }) =>
        integrations.flatMap((one) =>
          one.type === 'webhook' && typeof one.url === 'string'
            ? [[one.url, `notify.receivers.${name}`, at] as const]
            : [],
        ),
      ),
      ...prometheus.remoteWrite.map(({ url, name }) => [url, `prometheus.remoteWrite.${name}`, place] as const),
      ...prometheus.remoteRead.map(({ url }, index) => [url, `prometheus.remoteRead.${index}`, place] as const),
      ...prometheus.jobs.flatMap((job) =>
        job.targets.flatMap((one) =>
          one.kind === 'http' ? [[one.url, `${job.system}.jobs.${job.name}`, job.place] as const] : [],
        ),
      ),
    ]
    return urls
      .filter(([url]) => /^[a-z]+:\/\/[^/]*@/.test(url))
      .map(([, path, at]) => ({
        message: `${path}: the URL carries a user or a password`,
        hint: 'Use `authorization` with a secret.',
        path,
        place: at,
      }))
  },
}
