import { describe, expect, it } from 'vitest'
import { compareVersions, engineFeatures, lackedFeature } from './engine-features.ts'

describe('lackedFeature', () => {
  it('names a feature that an older version lacks, with a hint', () => {
    expect(lackedFeature('alertmanager', 'webhook.url_file', '0.25.0')).toMatchObject({ since: '0.26.0' })
    expect(lackedFeature('alertmanager', 'webhook.url_file', '0.28.1')).toBeNull()
  })

  it('names a feature that a newer version dropped', () => {
    expect(lackedFeature('prometheus', 'promql.holt_winters', '2.42.0')).toBeNull()
    expect(lackedFeature('prometheus', 'promql.holt_winters', '3.5.0')).toMatchObject({ until: '3.0.0' })
  })

  it('does not mix up the engines', () => {
    expect(lackedFeature('prometheus', 'msteamsv2', '2.42.0')).toBeNull()
  })
})

it('compares versions by number, not by text', () => {
  expect(compareVersions('2.9.0', '2.10.0')).toBeLessThan(0)
  expect(compareVersions('3.5', '3.5.0')).toBe(0)
  expect(compareVersions('1.2.3.4', '1.2.3')).toBeGreaterThan(0)
  expect(compareVersions('0.28.1', '0.28.0')).toBeGreaterThan(0)
})

it('has each feature once, with a hint', () => {
  const names = engineFeatures.map(({ engine, feature }) => `${engine} ${feature}`)
  expect(new Set(names).size).toBe(names.length)
  expect(engineFeatures.filter(({ hint }) => hint === '')).toEqual([])
})
