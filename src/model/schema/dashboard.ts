import * as z from '../../errors/zod.ts'
import { panelTypes } from '../../spec/panels.ts'
import { allow, identifier, place, positiveDuration, query, text } from './words.ts'

const variableName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'not a variable name')
const label = text.optional()
const flag = z.boolean().optional()

const variable = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('query'),
    name: variableName,
    label,
    query,
    regex: z.string().optional(),
    multi: flag,
    includeAll: flag,
    allValue: z.string().optional(),
    allow,
  }),
  z.strictObject({
    type: z.literal('custom'),
    name: variableName,
    label,
    values: z.array(z.string()).min(1),
    multi: flag,
    includeAll: flag,
  }),
  z.strictObject({ type: z.literal('interval'), name: variableName, label, values: z.array(positiveDuration).min(1) }),
  z.strictObject({ type: z.literal('constant'), name: variableName, value: z.string() }),
  z.strictObject({ type: z.literal('textbox'), name: variableName, label, value: z.string().optional() }),
  z.strictObject({ type: z.literal('datasource'), name: variableName, label }),
])

const color = z.enum(['green', 'yellow', 'orange', 'red', 'blue', 'purple', 'text', 'transparent'])
const calculation = z.enum([
  'lastNotNull',
  'last',
  'first',
  'min',
  'max',
  'mean',
  'sum',
  'count',
  'range',
  'diff',
  'delta',
])
const thresholds = z
  .array(z.strictObject({ value: z.number().nullable(), color }))
  .refine((steps) => steps.length === 0 || steps[0]?.value === null, 'the first step starts at null (minus infinity)')
  .refine(
    (steps) => steps.slice(2).every((step, index) => (step.value ?? 0) > (steps[index + 1]?.value ?? 0)),
    'steps must ascend',
  )

const panel = z.strictObject({
  kind: z.literal('panel'),
  type: z.enum(panelTypes),
  title: z.string(),
  description: z.string().optional(),
  width: z.int().min(1).max(24).optional(),
  height: z.int().min(1).max(40).optional(),
  unit: text.optional(),
  decimals: z.int().min(0).max(10).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  thresholds: thresholds.optional(),
  mappings: z
    .array(
      z.strictObject({
        match: z.union([z.string(), z.strictObject({ from: z.number().nullable(), to: z.number().nullable() })]),
        text: z.string(),
        color: color.optional(),
      }),
    )
    .optional(),
  overrides: z.array(z.strictObject({ match: text, properties: z.record(z.string(), z.unknown()) })).optional(),
  transformations: z.array(z.strictObject({ id: text, options: z.record(z.string(), z.unknown()) })).optional(),
  links: z.array(z.strictObject({ title: text, url: text })).optional(),
  noValue: z.string().optional(),
  repeat: variableName.optional(),
  repeatDirection: z.enum(['h', 'v']).optional(),
  calculation: calculation.optional(),
  legend: z
    .strictObject({
      mode: z.enum(['list', 'table', 'hidden']),
      placement: z.enum(['bottom', 'right']).optional(),
      calculations: z.array(calculation).optional(),
    })
    .optional(),
  draw: z.enum(['line', 'area', 'bars', 'points']).optional(),
  stack: z.enum(['none', 'normal', 'percent']).optional(),
  thresholdStyle: z.enum(['off', 'line', 'area', 'dashed']).optional(),
  scale: z.enum(['linear', 'log2', 'log10']).optional(),
  colorMode: z.enum(['value', 'background', 'none']).optional(),
  sparkline: z.boolean().optional(),
  markdown: z.string().optional(),
  interval: text.optional(),
  allow,
  targets: z
    .array(
      z.strictObject({
        expr: query,
        legend: z.string().optional(),
        format: z.enum(['time_series', 'table', 'heatmap']).optional(),
        instant: z.boolean().optional(),
      }),
    )
    .max(26),
  place,
})

const row = z.strictObject({
  kind: z.literal('row'),
  title: z.string(),
  panels: z.array(panel),
  collapsed: z.boolean(),
  repeat: z.string(),
  place,
})

export const dashboard = z.strictObject({
  key: identifier,
  title: text,
  description: text,
  tags: z.array(text).optional(),
  refresh: positiveDuration.optional(),
  from: z
    .string()
    .regex(/^now-\d+[smhdwMy](\/[smhdwMy])?$/, 'not a time such as now-6h')
    .optional(),
  variables: z.array(variable).optional(),
  annotations: z
    .array(
      z.strictObject({
        name: text,
        expr: query,
        title: z.string(),
        text: z.string().optional(),
        color: z.string().optional(),
        allow,
      }),
    )
    .optional(),
  rows: z.array(row).min(1, 'a dashboard without rows'),
  place,
})
