import * as z from '../errors/zod.ts'

const labels = z.record(z.string(), z.string())
/** Unix seconds and the value as text, for JSON has no infinity. */
const point = z.tuple([z.number(), z.string()]).transform(([time, value]) => ({ time, value: toNumber(value) }))

/** The envelope of every answer of Prometheus' API. */
export const envelope = <T>(data: z.ZodType<T>) =>
  z.object({ status: z.literal('success'), data, warnings: z.array(z.string()).default([]) })

export const targetSchema = z.object({
  labels,
  discoveredLabels: labels,
  scrapePool: z.string(),
  scrapeUrl: z.string(),
  health: z.enum(['up', 'down', 'unknown']),
  /** Empty when the last scrape was fine. */
  lastError: z.string(),
  lastScrape: z.string(),
  /** Seconds. */
  lastScrapeDuration: z.number(),
})
export type Target = z.infer<typeof targetSchema>

export const targetsSchema = z.object({ activeTargets: z.array(targetSchema) })

export const alertSchema = z.object({
  labels,
  annotations: labels,
  state: z.enum(['inactive', 'pending', 'firing']),
  activeAt: z.string().nullish(),
  value: z.string(),
})
export type ActiveAlert = z.infer<typeof alertSchema>

export const alertsSchema = z.object({ alerts: z.array(alertSchema) })

export const ruleSchema = z.object({
  type: z.enum(['alerting', 'recording']),
  name: z.string(),
  query: z.string(),
  health: z.string(),
  /** Empty when the last evaluation was fine. */
  lastError: z.string().default(''),
  /** Of alerting rules. */
  state: z.enum(['inactive', 'pending', 'firing', 'unknown']).optional(),
})
export type Rule = z.infer<typeof ruleSchema>

export const ruleGroupSchema = z.object({
  name: z.string(),
  file: z.string(),
  /** Seconds. */
  interval: z.number(),
  rules: z.array(ruleSchema),
})
export type RuleGroup = z.infer<typeof ruleGroupSchema>

export const rulesSchema = z.object({ groups: z.array(ruleGroupSchema) })

const instantSample = z.object({ metric: labels, value: point })
const rangeSeries = z.object({ metric: labels, values: z.array(point) })

/** An instant result as one list: a scalar is one sample without labels. */
export const instantSchema = z
  .discriminatedUnion('resultType', [
    z.object({ resultType: z.literal('vector'), result: z.array(instantSample) }),
    z.object({ resultType: z.literal('scalar'), result: point }),
  ])
  .transform((answer) => (answer.resultType === 'vector' ? answer.result : [{ metric: {}, value: answer.result }]))
export type Sample = z.infer<typeof instantSample>

export const rangeSchema = z
  .object({ resultType: z.literal('matrix'), result: z.array(rangeSeries) })
  .transform(({ result }) => result)
export type Series = z.infer<typeof rangeSeries>

export const buildInfoSchema = z.object({ version: z.string() }).transform(({ version }) => ({
  /** Without what the distribution adds. */
  version: /^\d+(?:\.\d+)*/.exec(version)?.[0] ?? version,
}))

export const namesSchema = z.array(z.string())
export const seriesSchema = z.array(labels)
export const metadataSchema = z.record(
  z.string(),
  z.array(z.object({ type: z.string(), help: z.string(), unit: z.string() })),
)
export type Metadata = z.infer<typeof metadataSchema>

function toNumber(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text)
}
