import type { PanelSpec, Threshold } from '#belfry'

/** Colours, states and legends that the dashboards share, so that red means the same everywhere. */

/** The more, the worse: orange from the warning on, red from the critical value on. */
export function rising(warning: number, critical?: number): readonly Threshold[] {
  const steps: readonly Threshold[] = [
    { value: null, color: 'green' },
    { value: warning, color: 'orange' },
  ]
  return critical === undefined || critical <= warning ? steps : [...steps, { value: critical, color: 'red' }]
}

/** The less, the worse: red below the critical value, orange below the warning. */
export function falling(warning: number, critical?: number): readonly Threshold[] {
  if (critical === undefined || critical >= warning) {
    return [
      { value: null, color: 'red' },
      { value: warning, color: 'green' },
    ]
  }
  return [
    { value: null, color: 'red' },
    { value: critical, color: 'orange' },
    { value: warning, color: 'green' },
  ]
}

/** Any at all is bad. */
export const noneAllowed: readonly Threshold[] = [
  { value: null, color: 'green' },
  { value: 1, color: 'red' },
]

/** The lines of a time series: nothing below, then the limits of the alerts. */
export function limits(warning: number, critical?: number): readonly Threshold[] {
  return rising(warning, critical).map((step) => (step.value === null ? { ...step, color: 'transparent' } : step))
}

/** The line that a time series must stay above. */
export function floor(minimum: number): readonly Threshold[] {
  return [
    { value: null, color: 'transparent' },
    { value: minimum, color: 'orange' },
  ]
}

/** 1 is up, anything less is down; red is what nobody can overlook. */
export const health = {
  unit: 'short',
  thresholds: [
    { value: null, color: 'red' },
    { value: 1, color: 'green' },
  ],
  mappings: [
    { match: '0', text: 'DOWN', color: 'red' },
    { match: '1', text: 'UP', color: 'green' },
  ],
} as const satisfies Partial<PanelSpec>

/** 1 is fine, 0 is a failure. */
export const success = {
  ...health,
  mappings: [
    { match: '0', text: 'FAILING', color: 'red' },
    { match: '1', text: 'OK', color: 'green' },
  ],
} as const satisfies Partial<PanelSpec>

/** A table below the graph with the numbers that people ask for. */
export const numbers: NonNullable<PanelSpec['legend']> = {
  mode: 'table',
  placement: 'bottom',
  calculations: ['mean', 'max', 'lastNotNull'],
}

/** The same, beside the graph: for many series. */
export const numbersBeside: NonNullable<PanelSpec['legend']> = {
  mode: 'table',
  placement: 'right',
  calculations: ['mean', 'lastNotNull'],
}

/** A share from 0 to 1. */
export const ratio = { unit: 'percentunit', min: 0, max: 1 } as const

/** One series in a colour that means something, whatever its place in the palette. */
export const colored = (match: string, fixedColor: string) => ({
  match,
  properties: { color: { mode: 'fixed', fixedColor } },
})

/** What is bad. */
export const red = (match: string) => colored(match, 'red')

/** A limit beside a stack: a dashed line of its own. */
export const limitLine = (match: string) => ({
  match,
  properties: {
    color: { mode: 'fixed', fixedColor: 'text' },
    'custom.fillOpacity': 0,
    'custom.lineStyle': { fill: 'dash', dash: [8, 8] },
    'custom.stacking': { group: 'limit', mode: 'none' },
  },
})

/** What leaves, below the axis. */
export const below = (match: string) => ({ match, properties: { 'custom.transform': 'negative-Y' } })
