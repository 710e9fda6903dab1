import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { alertmanagerMetrics } from '../exporters/alertmanager/metrics.ts'
import { nodeMetrics } from '../exporters/node/metrics.ts'
import { postgresMetrics } from '../exporters/postgres/metrics.ts'
import { prometheusMetrics } from '../exporters/prometheus/metrics.ts'
import { redisMetrics } from '../exporters/redis/metrics.ts'
import { type Capture, captureFamilies } from '../src/catalog/capture.ts'
import { parseExposition } from '../src/catalog/parse-exposition.ts'
import { BelfryError } from '../src/errors/belfry-error.ts'
import type { MetricSet } from '../src/spec/metrics.ts'
import { type CapturedProgram, capturedPrograms, exposedByEngines } from './support/exposed-by-engines.ts'

/** Set to try the programs of another Debian suite. */
const suite = process.env.BELFRY_TEST_SUITE ?? ''
/** Set to keep the expositions, as files to capture from. */
const folder = process.env.BELFRY_TEST_EXPOSITIONS ?? ''

const catalogs: Readonly<Record<CapturedProgram, MetricSet>> = {
  node_exporter: nodeMetrics,
  postgres_exporter: postgresMetrics,
  redis_exporter: redisMetrics,
  prometheus: prometheusMetrics,
  alertmanager: alertmanagerMetrics,
}

let expositions: ReadonlyMap<CapturedProgram, string> = new Map()
let missing = ''

beforeAll(async () => {
  try {
    expositions = await exposedByEngines(suite)
  } catch (error) {
    // Without network and without the programs there is nothing to compare; in CI there must be.
    if (!(error instanceof BelfryError) || process.env.CI === 'true') throw error
    missing = error.message
  }
  if (folder !== '') await keep(folder)
}, 300_000)

describe.each(capturedPrograms)('the catalog of %s', (program) => {
  it('reads without a fault', ({ skip }) => {
    if (missing !== '') skip(missing)
    expect(parseExposition(expositions.get(program) ?? '').faults).toEqual([])
  })

  it('lacks no family and no label that the program shows', ({ skip }) => {
    if (missing !== '') skip(missing)
    expect(lacking(captureFamilies([parseExposition(expositions.get(program) ?? '')]), catalogs[program])).toEqual([])
  })

  it('knows every value of a label whose values it lists', ({ skip }) => {
    if (missing !== '') skip(missing)
    const known = new Map(Object.values(catalogs[program]).map((family) => [family.name, family]))
    const others = parseExposition(expositions.get(program) ?? '').families.flatMap(({ samples }) =>
      samples.flatMap(({ name, labels }) =>
        [...labels]
          .filter(([label, value]) => value !== '' && known.get(name)?.values[label]?.includes(value) === false)
          .map(([label, value]) => `${name}{${label}="${value}"}`),
      ),
    )
    expect(others).toEqual([])
  })
})

function lacking({ families }: Capture, catalog: MetricSet): readonly string[] {
  const known = new Map(Object.values(catalog).map((family) => [family.name, family]))
  return families.flatMap(({ name, type, labels }) => {
    const family = known.get(name)
    if (family === undefined) return `${type} ${name}`
    return labels.filter((label) => !family.labels.includes(label.name)).map((label) => `${name}{${label.name}}`)
  })
}

async function keep(target: string): Promise<void> {
  await mkdir(target, { recursive: true })
  for (const [program, text] of expositions) {
    const [version = 'unknown'] = captureFamilies([parseExposition(text)]).versions
    await writeFile(join(target, `${program}-${version}.prom`), text)
  }
}
