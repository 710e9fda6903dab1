import { expect, it } from 'vitest'
import { captured, refine } from './captured.ts'
import { defineMetrics } from './metrics.ts'

const families = captured(({ gauge, histogram, untyped }) => ({
  size: gauge('store_size_bytes', { labels: ['disk', 'state'], values: { state: ['in', 'out'] } }),
  seconds: histogram('store_seconds', { buckets: [1, 2] }),
  pages: untyped('store_pages'),
}))

it('captured families have the shape of written ones, and the place of their file', () => {
  expect(families.size).toMatchObject({ type: 'gauge', help: '', unit: 'bytes', labels: ['disk', 'state'] })
  expect(families.seconds.bucket).toBe('store_seconds_bucket')
  expect(`${families.pages}`).toBe('store_pages')
  expect(families.pages.place).toBe(families.size.place)
  expect(families.pages.place.file).toMatch(/captured\.test\.ts$/)
})

it('knowledge is laid over what was captured', () => {
  const refined = defineMetrics('stock', {
    ...refine(families, {
      size: { help: 'Size of a disk.', vanishes: true, values: { disk: ['a', 'b'] } },
      pages: { type: 'counter' },
    }),
  })
  expect(refined.size).toMatchObject({
    help: 'Size of a disk.',
    vanishes: true,
    unit: 'bytes',
    values: { disk: ['a', 'b'], state: ['in', 'out'] },
    emitter: 'stock',
  })
  expect(refined.pages.type).toBe('counter')
  expect(refined.seconds.help).toBe('')
  expect(families.size.help).toBe('')
})

it('knowledge of a family that was not captured does not compile', () => {
  // @ts-expect-error no such family
  refine(families, { sizes: { help: '' } })
  // @ts-expect-error no such label
  refine(families, { size: { values: { color: ['red'] } } })
})
