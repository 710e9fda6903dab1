import * as z from '../../errors/zod.ts'
import {
  address,
  engineName,
  hostPort,
  identifier,
  labelName,
  labels,
  place,
  port,
  positiveDuration,
  secret,
  text,
  url,
} from './words.ts'

const file = z.union([text, secret])
export const tls = z.strictObject({
  ca: file.optional(),
  cert: file.optional(),
  key: file.optional(),
  serverName: text.optional(),
  insecureSkipVerify: z.boolean().optional(),
})
export const authorization = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('basic'), username: text, password: secret }),
  z.strictObject({ type: z.literal('bearer'), token: secret }),
])
const scheme = z.enum(['http', 'https'])
const filters = z.array(z.strictObject({ name: text, values: z.array(text).min(1) })).optional()
const refreshInterval = positiveDuration.optional()

export const relabelRule = z
  .strictObject({
    sourceLabels: z.array(labelName).optional(),
    separator: z.string().optional(),
    regex: z.string().optional(),
    modulus: z.int().positive().optional(),
    targetLabel: z.string().optional(),
    replacement: z.string().optional(),
    action: z
      .enum([
        'replace',
        'keep',
        'drop',
        'keepequal',
        'dropequal',
        'hashmod',
        'labelmap',
        'labeldrop',
        'labelkeep',
        'lowercase',
        'uppercase',
      ])
      .optional(),
  })
  .superRefine((rule, context) => {
    const action = rule.action ?? 'replace'
    const needsTarget = ['replace', 'hashmod', 'lowercase', 'uppercase', 'keepequal', 'dropequal'].includes(action)
    if (needsTarget && rule.targetLabel === undefined)
      context.addIssue({ code: 'custom', path: ['targetLabel'], message: `needed by the action ${action}` })
    if (action === 'hashmod' && rule.modulus === undefined)
      context.addIssue({ code: 'custom', path: ['modulus'], message: 'needed by the action hashmod' })
  })

export const targets = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('static'),
    targets: z.array(address).min(1, 'no targets'),
    labels: labels.optional(),
  }),
  z.strictObject({ kind: z.literal('engine'), engine: engineName, labels: labels.optional() }),
  z.strictObject({
    kind: z.literal('file'),
    files: z.array(z.string().regex(/\.(ya?ml|json)$/, 'must end in .yml, .yaml or .json')).min(1),
    refreshInterval,
  }),
  z
    .strictObject({
      kind: z.literal('dns'),
      names: z.array(text).min(1),
      type: z.enum(['SRV', 'A', 'AAAA', 'MX', 'NS']).optional(),
      port: port.optional(),
      refreshInterval,
    })
    .refine((dns) => (dns.type ?? 'SRV') === 'SRV' || dns.port !== undefined, {
      path: ['port'],
      message: 'needed for every type but SRV',
    }),
  z.strictObject({
    kind: z.literal('http'),
    url,
    refreshInterval,
    authorization: authorization.optional(),
    tls: tls.optional(),
  }),
  z.strictObject({
    kind: z.literal('consul'),
    server: hostPort,
    services: z.array(text).optional(),
    tags: z.array(text).optional(),
    datacenter: text.optional(),
    token: secret.optional(),
    scheme: scheme.optional(),
    refreshInterval,
    tls: tls.optional(),
  }),
  z.strictObject({ kind: z.literal('docker'), host: text, port: port.optional(), filters, refreshInterval }),
  z.strictObject({
    kind: z.literal('kubernetes'),
    role: z.enum(['node', 'service', 'pod', 'endpoints', 'endpointslice', 'ingress']),
    namespaces: z.array(text).optional(),
    apiServer: url.optional(),
    selectors: z.array(z.strictObject({ role: text, label: text.optional(), field: text.optional() })).optional(),
    tls: tls.optional(),
  }),
  z.strictObject({
    kind: z.literal('ec2'),
    region: text,
    port: port.optional(),
    profile: text.optional(),
    roleArn: text.optional(),
    filters,
    refreshInterval,
  }),
  z.strictObject({
    kind: z.literal('triton'),
    account: text,
    role: z.enum(['container', 'cn']).optional(),
    dnsSuffix: text,
    endpoint: z.string().regex(/^[^/:\s]+$/, 'a host name, without scheme and port'),
    groups: z.array(text).optional(),
    port: port.optional(),
    refreshInterval,
    version: z.int().positive().optional(),
    tls: tls.optional(),
  }),
])

const limit = z.int().nonnegative().optional()

export const scrapeJob = z.strictObject({
  name: identifier,
  targets: z.union([targets, z.array(targets).min(1, 'no targets')]),
  metrics: z.array(z.record(z.string(), z.object({ name: z.string() }).loose())),
  interval: positiveDuration.optional(),
  timeout: positiveDuration.optional(),
  path: z.string().startsWith('/').optional(),
  scheme: scheme.optional(),
  params: z.record(text, z.array(z.string())).optional(),
  authorization: authorization.optional(),
  tls: tls.optional(),
  honorLabels: z.boolean().optional(),
  honorTimestamps: z.boolean().optional(),
  relabel: z.array(relabelRule).optional(),
  metricRelabel: z.array(relabelRule).optional(),
  sampleLimit: limit,
  labelLimit: limit,
  labelNameLengthLimit: limit,
  labelValueLengthLimit: limit,
  targetLimit: limit,
  bodySizeLimit: z
    .string()
    .regex(/^\d+(B|KB|MB|GB)$/, 'not a size such as 10MB')
    .optional(),
  place,
})
