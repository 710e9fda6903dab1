import { expect, it } from 'vitest'
import { given } from '../spec/cases.ts'
import { defineMetrics, gauge } from '../spec/metrics.ts'
import { toldValue } from './recording-teller.ts'

it('writes numbers as Go does with %.6g', () => {
  expect([0, 1, 0.1, 57.627118, 1234567, 0.00001234, -2.5e-7, 100000, Infinity, Number.NaN].map(toldValue)).toEqual([
    '0',
    '1',
    '0.1',
    '57.6271',
    '1.23457e+06',
    '1.234e-05',
    '-2.5e-07',
    '100000',
    '+Inf',
    'NaN',
  ])
})

it('knows the labels of a family while they are written', () => {
  const { depth } = defineMetrics('native', { depth: gauge('queue_depth', { help: 'Waiting.', labels: ['queue'] }) })
  expect(given(depth, { queue: 'mail', job: 'api' }, 1).labels).toEqual({ queue: 'mail', job: 'api' })
  // @ts-expect-error: the label is misspelt.
  expect(given(depth, { queu: 'mail' }, 1).kind).toBe('series')
})
