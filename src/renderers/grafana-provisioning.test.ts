import { describe, expect, it } from 'vitest'
import { testModel } from '../../test/support/model.ts'
import { fromYaml } from '../formats/yaml.ts'
import { resolveDashboard } from '../model/dashboards.ts'
import type { Model } from '../model/model.ts'
import { dashboard } from '../spec/dashboard.ts'
import { renderGrafanaProvisioning } from './grafana-provisioning.ts'

const empty = (key: string, system: string) =>
  resolveDashboard(dashboard(key, { title: key, description: key, rows: [] }), {
    stack: 'test',
    system,
    scrapeInterval: '15s',
  })

const render = (overrides: Partial<Model> = {}) => {
  const dashboards = [empty('overview', ''), empty('node', 'node'), empty('node-disks', 'node')]
  const [datasources, providers] = renderGrafanaProvisioning(testModel({ dashboards, ...overrides }))
  return {
    datasources: fromYaml(datasources?.content ?? '') as { datasources: Record<string, unknown>[] },
    providers: fromYaml(providers?.content ?? '') as { providers: { folder: string; options: { path: string } }[] },
  }
}

describe('renderGrafanaProvisioning', () => {
  it('gives both data sources the uids that dashboards refer to', () => {
    expect(render().datasources.datasources).toMatchObject([
      {
        uid: 'prometheus',
        url: 'http://prometheus:9090',
        isDefault: true,
        jsonData: { httpMethod: 'POST', timeInterval: '15s' },
      },
      { uid: 'alertmanager', url: 'http://alertmanager:9093', jsonData: { implementation: 'prometheus' } },
    ])
  })

  it('has one provider for each folder, so that none covers another', () => {
    const { providers } = render().providers
    expect(providers.map(({ folder, options }) => [folder, options.path])).toEqual([
      ['test', '/var/lib/grafana/dashboards/stack'],
      ['Node', '/var/lib/grafana/dashboards/node'],
    ])
    const paths = providers.map(({ options }) => `${options.path}/`)
    expect(paths.some((path) => paths.some((other) => other !== path && other.startsWith(path)))).toBe(false)
  })

  it('keeps people from losing edits that a file would overwrite', () => {
    expect(render().providers.providers[0]).toMatchObject({ allowUiUpdates: false, disableDeletion: true })
  })

  it('reads the rendered files themselves where there is no container', () => {
    const placement = { kind: 'native', stateDir: '/srv/state', configDir: '/srv/config', portOffset: 0 } as const
    expect(render({ placement }).providers.providers[1]?.options.path).toBe(
      '/srv/config/rendered/grafana/dashboards/node',
    )
  })
})
