import { expect, test } from 'vitest'
import { fromYaml, toYaml } from '../formats/yaml.ts'
import { withDrillLabel } from './drill-label.ts'

const config = toYaml({
  global: { scrape_interval: '15s' },
  alerting: { alertmanagers: [{ static_configs: [{ targets: ['alertmanager:9093'] }] }] },
})

test('alerts that drills ring leave Prometheus with the label, and no others do', () => {
  const alerts = [{ alert: 'RedisDown' }, { alert: 'TargetDown', labels: { job: 'a.b', instance: 'x' } }]
  expect(fromYaml(withDrillLabel(config, alerts, 'run1'))).toEqual({
    global: { scrape_interval: '15s' },
    alerting: {
      alertmanagers: [{ static_configs: [{ targets: ['alertmanager:9093'] }] }],
      alert_relabel_configs: [
        { source_labels: ['alertname'], regex: 'RedisDown', target_label: 'drill', replacement: 'run1' },
        {
          source_labels: ['alertname', 'job', 'instance'],
          regex: 'TargetDown;a\\.b;x',
          target_label: 'drill',
          replacement: 'run1',
        },
      ],
    },
  })
})

test('what relabels alerts already stays, and an alert that two drills ring is labelled once', () => {
  const once = withDrillLabel(config, [{ alert: 'A' }, { alert: 'A' }], 'first')
  const twice = fromYaml(withDrillLabel(once, [{ alert: 'A' }], 'second')) as {
    alerting: { alert_relabel_configs: { replacement: string }[] }
  }
  expect(twice.alerting.alert_relabel_configs.map(({ replacement }) => replacement)).toEqual(['first', 'second'])
})

test('a Prometheus without Alertmanager cannot tell anybody', () => {
  expect(() => withDrillLabel('global: {}\n', [{ alert: 'A' }], 'x')).toThrow('names no Alertmanager')
})
