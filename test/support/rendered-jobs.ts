import { fromYaml } from '../../src/formats/yaml.ts'
import { engineDefaults } from '../../src/model/engine-defaults.ts'
import type { Model } from '../../src/model/model.ts'
import { renderExporterConfig } from '../../src/renderers/exporter-config.ts'
import { renderPrometheus } from '../../src/renderers/prometheus.ts'
import type { EngineName } from '../../src/spec/engine-name.ts'

/** Where engines listen in a test, by their names. */
export type Addresses = Partial<Readonly<Record<EngineName, string>>>

export interface RenderedJob {
  readonly config: Readonly<Record<string, unknown>>
  readonly targets: number
}

interface ScrapeConfig {
  readonly static_configs?: readonly { readonly targets: readonly string[] }[]
  readonly [key: string]: unknown
}

/** The scrape jobs of a native model as they are rendered, at other addresses and every second; those of engines that do not run are left out. */
export function scrapeConfigs(model: Model, addresses: Addresses): readonly RenderedJob[] {
  const rendered = renderPrometheus(model)[0]?.content ?? ''
  const { scrape_configs } = fromYaml(rendered) as { scrape_configs: readonly ScrapeConfig[] }
  return scrape_configs.flatMap((config) => {
    // The machine may have a Prometheus that does not know it.
    const { fallback_scrape_protocol: _, ...known } = config
    const moved = moveAll({ ...known, scrape_interval: '1s', scrape_timeout: '1s' }, addresses)
    const targets = moved.static_configs?.flatMap((one) => one.targets) ?? []
    return config.static_configs?.some((one) => one.targets.some((target) => isLeftOut(target, addresses)))
      ? []
      : [{ config: moved, targets: targets.length }]
  })
}

/** Collectors and mounts of the exporter as they are rendered, at other addresses. */
export function exporterSections(
  model: Model,
  addresses: Addresses,
): { readonly collectors: object; readonly mounts?: object } {
  const { collectors, mounts } = fromYaml(renderExporterConfig(model)[0]?.content ?? '') as {
    collectors: object
    mounts?: object
  }
  return moveAll({ collectors, ...(mounts === undefined ? {} : { mounts }) }, addresses)
}

const loopback = (engine: EngineName): string => `127.0.0.1:${engineDefaults[engine].port}`

function isLeftOut(target: string, addresses: Addresses): boolean {
  const engines = Object.keys(engineDefaults) as EngineName[]
  return engines.some((engine) => loopback(engine) === target && addresses[engine] === undefined)
}

/** In one pass: one engine may get what was another's address. */
function moveAll<T>(value: T, addresses: Addresses): T {
  const moves = new Map((Object.keys(addresses) as EngineName[]).map((engine) => [loopback(engine), addresses[engine]]))
  const text = JSON.stringify(value).replaceAll(/127\.0\.0\.1:\d+/g, (address) => moves.get(address) ?? address)
  return JSON.parse(text)
}
