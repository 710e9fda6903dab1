import { engineDefaults } from '../../src/model/engine-defaults.ts'
import type { ClientAuthorization, ClientTls, Model, ScrapeTargets, SecretFile } from '../../src/model/model.ts'
import { promql } from '../../src/spec/promql.ts'
import { receiversOf, type SecretOf } from './full-receivers.ts'
import { somewhere, testAlert, testEngines, testJob, testModel, testRoute } from './model.ts'

export interface FullModelOptions {
  readonly prometheusVersion?: string
  readonly alertmanagerVersion?: string
  /** Folder of the secrets. @default '/run/secrets' */
  readonly secretsDir?: string
  /** Kinds of target sources to leave out, for builds of Prometheus that lack them. @default [] */
  readonly without?: readonly ScrapeTargets['kind'][]
}

/** A model that uses every key that the renderers of Prometheus and Alertmanager know. */
export function fullModel(options: FullModelOptions = {}): Model {
  const {
    prometheusVersion = engineDefaults.prometheus.version,
    alertmanagerVersion = engineDefaults.alertmanager.version,
  } = options
  const secret = (name: string): SecretFile => ({ name, path: `${options.secretsDir ?? '/run/secrets'}/${name}` })
  const basic: ClientAuthorization = { type: 'basic', username: 'belfry', password: secret('scrape_password') }
  const bearer: ClientAuthorization = { type: 'bearer', token: secret('scrape_token') }
  const tls: ClientTls = {
    ca: secret('ca').path,
    cert: null,
    key: null,
    serverName: 'db.example.org',
    insecureSkipVerify: false,
  }
  const base = testModel()
  const targets = targetsOf(tls, bearer, secret).filter(({ kind }) => !(options.without ?? []).includes(kind))
  return testModel({
    externalLabels: { cluster: 'test', price: '5$' },
    engines: testEngines({
      prometheus: { version: prometheusVersion },
      alertmanager: { version: alertmanagerVersion },
      console: { enabled: true },
    }),
    prometheus: {
      ...base.prometheus,
      jobs: [
        testJob(),
        testJob({
          name: 'everything',
          targets,
          interval: '30s',
          timeout: '5s',
          path: '/probe',
          scheme: 'https',
          params: { module: ['http_2xx'], 'collect[]': ['cpu', 'disk'] },
          authorization: basic,
          tls,
          honorLabels: true,
          honorTimestamps: false,
          relabel: [
            { sourceLabels: ['__address__'], targetLabel: 'instance', regex: '(.*):\\d+', replacement: '$1' },
            { sourceLabels: ['instance'], modulus: 4, targetLabel: '__tmp_hash', action: 'hashmod' },
            { action: 'labelmap', regex: '__meta_(.+)' },
          ],
          metricRelabel: [
            { sourceLabels: ['__name__'], regex: 'go_.*', action: 'drop' },
            { targetLabel: 'noise', replacement: '' },
          ],
          sampleLimit: 10_000,
          labelLimit: 30,
          labelNameLengthLimit: 100,
          labelValueLengthLimit: 500,
          targetLimit: 200,
          bodySizeLimit: '10MB',
        }),
        testJob({ name: 'token', authorization: bearer }),
      ],
      alertmanagers: [
        ...base.prometheus.alertmanagers,
        { targets: ['alerts.example.org:443'], scheme: 'https', authorization: basic, tls },
      ],
      remoteWrite: [
        {
          name: 'archive',
          url: 'https://archive.example.org/api/v1/write',
          authorization: bearer,
          tls,
          writeRelabel: [{ sourceLabels: ['__name__'], regex: 'node_.*', action: 'keep' }],
        },
      ],
      remoteRead: [
        { url: 'https://archive.example.org/api/v1/read', authorization: basic, tls: null, readRecent: true },
      ],
    },
    ruleFiles: [
      {
        system: 'node',
        groups: [
          {
            name: 'node',
            interval: '15s',
            rules: [
              {
                kind: 'record',
                name: 'instance:node_load1:avg5m',
                system: 'node',
                expr: promql`avg by (instance) (avg_over_time(node_load1[5m]))`,
                labels: { source: 'belfry' },
                allow: {},
                place: somewhere,
              },
              testAlert({ keepFiringFor: '10m' }),
              testAlert({
                name: 'NodeDown',
                severity: 'critical',
                for: '0s',
                expr: promql`
                  up{job="node"} == 0
                    unless on (instance) ALERTS{alertname="LoadHigh"}
                `,
              }),
            ],
          },
        ],
      },
      { system: 'quiet', groups: [{ name: 'quiet', interval: '15s', rules: [] }] },
    ],
    alertmanager: {
      resolveTimeout: '5m',
      smtp: {
        smarthost: 'mail.example.org:587',
        from: 'belfry@example.org',
        username: 'belfry',
        password: secret('smtp_password'),
        requireTls: true,
      },
      receivers: receiversOf(alertmanagerVersion, secret, basic, tls),
      route: testRoute({
        groupBy: ['alertname', 'system'],
        routes: [
          testRoute({
            receiver: 'everything',
            matchers: [
              { label: 'severity', operator: '=', value: 'critical' },
              { label: 'instance', operator: '=~', value: 'db-\\d+ "x"' },
            ],
            groupBy: ['alertname', 'system'],
            groupWait: '1s',
            continue: true,
            muteTimings: ['nights'],
            routes: [testRoute({ receiver: 'nobody', groupBy: ['...'], groupWait: '1s', activeTimings: ['office'] })],
          }),
        ],
      }),
      inhibitions: [
        {
          because: 'A target that is down explains its symptoms.',
          source: [{ label: 'alertname', operator: '=', value: 'NodeDown' }],
          target: [{ label: 'severity', operator: '!=', value: 'critical' }],
          equal: ['instance'],
          allow: {},
          place: somewhere,
        },
      ],
      expectations: [],
      muteTimings: [
        {
          name: 'nights',
          intervals: [{ times: [{ startTime: '00:00', endTime: '06:00' }], location: 'Europe/Berlin' }],
          place: somewhere,
        },
        {
          name: 'office',
          intervals: [
            {
              times: [{ startTime: '09:00', endTime: '17:30' }],
              weekdays: ['monday:friday'],
              daysOfMonth: ['1:15', '-1'],
              months: ['january:march', '12'],
              years: ['2020:2040'],
            },
          ],
          place: somewhere,
        },
      ],
    },
  })
}

/** One source of every kind. */
function targetsOf(tls: ClientTls, bearer: ClientAuthorization, secret: SecretOf): readonly ScrapeTargets[] {
  return [
    { kind: 'static', targets: ['a.example.org:9100', 'b.example.org:9100'], labels: { zone: 'eu' } },
    { kind: 'static', targets: ['c.example.org:9100'] },
    { kind: 'file', files: ['targets/*.json'], refreshInterval: '1m' },
    { kind: 'dns', names: ['_node._tcp.example.org'] },
    { kind: 'dns', names: ['node.example.org'], type: 'A', port: 9100, refreshInterval: '1m' },
    {
      kind: 'http',
      url: 'https://inventory.example.org/targets',
      refreshInterval: '1m',
      authorization: bearer,
      tls,
    },
    {
      kind: 'consul',
      server: 'consul.example.org:8501',
      services: ['node'],
      tags: ['prod'],
      datacenter: 'eu',
      token: secret('consul_token'),
      scheme: 'https',
      refreshInterval: '30s',
      tls,
    },
    {
      kind: 'docker',
      host: 'unix:///var/run/docker.sock',
      port: 9100,
      filters: [{ name: 'label', values: ['scrape=yes'] }],
      refreshInterval: '1m',
    },
    {
      kind: 'kubernetes',
      role: 'pod',
      namespaces: ['default'],
      apiServer: 'https://k8s.example.org',
      selectors: [{ role: 'pod', label: 'app=node' }],
      tls,
    },
    {
      kind: 'ec2',
      region: 'eu-central-1',
      port: 9100,
      profile: 'monitoring',
      roleArn: 'arn:aws:iam::1:role/monitoring',
      filters: [{ name: 'tag:env', values: ['prod'] }],
      refreshInterval: '1m',
    },
    {
      kind: 'triton',
      account: 'belfry',
      role: 'container',
      dnsSuffix: 'cmon.example.org',
      endpoint: 'cmon.example.org',
      groups: ['manatee'],
      port: 9163,
      refreshInterval: '1m',
      version: 1,
      tls,
    },
  ]
}
