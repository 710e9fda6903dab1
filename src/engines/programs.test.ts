import { describe, expect, it } from 'vitest'
import { engineDefaults } from '../model/engine-defaults.ts'
import { programNames } from './program.ts'
import { platformOf, programs } from './programs.ts'

describe('the table of programs', () => {
  it.each([
    ['prometheus', 'prometheus'],
    ['promtool', 'prometheus'],
    ['alertmanager', 'alertmanager'],
    ['amtool', 'alertmanager'],
    ['node_exporter', 'node-exporter'],
    ['postgres_exporter', 'postgres-exporter'],
    ['redis_exporter', 'redis-exporter'],
    ['grafana', 'grafana'],
  ] as const)('fetches %s in the version that is pinned for containers', (program, engine) => {
    expect(programs[program].release?.version).toBe(engineDefaults[engine].version)
  })

  it('names archives by their version, and has a whole checksum for each', () => {
    for (const { release } of programNames.map((name) => programs[name])) {
      if (release === null) continue
      expect(release.file('linux-amd64')).toContain(`${release.version}.linux-amd64`)
      for (const sum of Object.values(release.sha256)) expect(sum).toMatch(/^[0-9a-f]{64}$/)
    }
  })

  it('can bring every program to Linux, by package or by archive', () => {
    const neither = programNames.filter(
      (name) => programs[name].packages.length === 0 && programs[name].release === null,
    )
    expect(neither).toEqual([])
  })
})

it('names platforms as release archives do', () => {
  expect(platformOf({ platform: 'linux', arch: 'x64' })).toBe('linux-amd64')
  expect(platformOf({ platform: 'darwin', arch: 'arm64' })).toBe('darwin-arm64')
})
