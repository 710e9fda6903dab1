import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as z from '../errors/zod.ts'
import { defineCollector } from './collector.ts'
import { parseExporterConfig, readExporterConfig } from './config.ts'

const clock = defineCollector({
  name: 'clock',
  metrics: [],
  needs: ['postgres'],
  options: z.strictObject({ zone: z.string().default('UTC') }),
  create: () => ({ parts: {} }),
})

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-config-'))
})
afterEach(() => rm(folder, { recursive: true }))

const postgres = { host: 'db', user: 'belfry', database: 'dpg' }

describe('parseExporterConfig', () => {
  it('fills in defaults, durations in milliseconds', () => {
    const config = parseExporterConfig({}, [clock], 'of the test')
    expect(config).toMatchObject({ listen: { host: '127.0.0.1', port: 9999 }, path: '/metrics', enabled: true })
    expect(config).toMatchObject({ cacheTtl: 5000, collectorTimeout: 5000, seriesLimit: 5000, processMetrics: true })
    expect(config.collectors).toEqual([])
  })

  it('gives a collector its validated options', () => {
    const { collectors } = parseExporterConfig({ postgres, collectors: { clock: null } }, [clock], 'of the test')
    expect(collectors).toEqual([{ collector: clock, options: { zone: 'UTC' } }])
  })

  it('reports all faults at once', () => {
    const wrong = {
      listen: { port: 99_999 },
      cacheTtl: 'soon',
      colour: 'red',
      authorization: { type: 'bearer' },
      collectors: { clock: { zon: 'CET' }, clok: {} },
    }
    const parse = () => parseExporterConfig(wrong, [clock], 'of the test')
    expect(parse).toThrowError(expect.objectContaining({ code: 'CONFIG_INVALID' }))
    const message = String(
      (() => {
        try {
          return parse()
        } catch (error) {
          return error
        }
      })(),
    )
    for (const part of [
      'listen.port',
      'cacheTtl: expected a duration',
      'colour',
      'authorization.tokenFile',
      '"zon"',
      'needs the section postgres',
      'Did you mean clock?',
    ]) {
      expect(message).toContain(part)
    }
  })
})

describe('readExporterConfig', () => {
  it('resolves files against the folder of the configuration', async () => {
    const path = join(folder, 'exporter.yml')
    await writeFile(
      path,
      'authorization: {type: bearer, tokenFile: secrets/token}\nredis: {host: cache, passwordFile: /run/secrets/redis}\n',
    )
    const config = await readExporterConfig(path, [])
    expect(config.authorization).toEqual({ type: 'bearer', tokenFile: join(folder, 'secrets/token') })
    expect(config.redis?.passwordFile).toBe('/run/secrets/redis')
  })

  it('names the file that is missing or no YAML', async () => {
    await expect(readExporterConfig(join(folder, 'gone.yml'), [])).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    await writeFile(join(folder, 'bad.yml'), 'a: [')
    await expect(readExporterConfig(join(folder, 'bad.yml'), [])).rejects.toThrow('bad.yml')
  })
})
