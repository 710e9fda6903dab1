import { engineDefaults } from '../model/engine-defaults.ts'
import type { Model } from '../model/model.ts'

/**
 * The text of a runbook with the addresses of its environment. Authors write those that engines have unless changed,
 * such as `http://127.0.0.1:9090`.
 */
export function withAddresses(text: string, { urls, engines }: Pick<Model, 'urls' | 'engines'>): string {
  const addresses = {
    prometheus: urls.prometheus,
    alertmanager: urls.alertmanager,
    exporter: `http://127.0.0.1:${engines.exporter.port}`,
  }
  return Object.entries(addresses).reduce(
    (result, [engine, address]) =>
      result.replaceAll(`http://127.0.0.1:${engineDefaults[engine as keyof typeof addresses].port}`, address),
    text,
  )
}

/** What the commands of a runbook need and the environment knows, as a shell takes it. */
export function settingsFor(text: string, { databases }: Pick<Model, 'databases'>): readonly string[] {
  const known = { PGHOST: databases.postgres.host, REDIS_HOST: databases.redis.host }
  return Object.entries(known)
    .filter(([name]) => text.includes(`"$${name}"`))
    .map(([name, value]) => `${name}=${value}`)
}
