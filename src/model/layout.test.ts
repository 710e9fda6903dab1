import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flow, type GridPos, gridColumns } from './layout.ts'

const box = (w: number, h: number, alone = false) => ({ w, h, alone })

describe('flow', () => {
  it('places boxes from left to right and wraps at the last column', () => {
    const { positions, bottom } = flow([box(12, 8), box(12, 8), box(6, 4)], 1)
    expect(positions).toEqual([
      { x: 0, y: 1, w: 12, h: 8 },
      { x: 12, y: 1, w: 12, h: 8 },
      { x: 0, y: 9, w: 6, h: 4 },
    ])
    expect(bottom).toBe(13)
  })

  it('makes a line as high as its highest box', () => {
    const { positions } = flow([box(8, 4), box(16, 8), box(24, 3)], 0)
    expect(positions[2]).toEqual({ x: 0, y: 8, w: 24, h: 3 })
  })

  it('gives a repeating box a line of its own', () => {
    const { positions } = flow([box(4, 4), box(4, 4, true), box(4, 4)], 0)
    expect(positions.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [0, 4],
      [0, 8],
    ])
  })

  it('ends where it began when there is nothing to place', () => {
    expect(flow([], 7)).toEqual({ positions: [], bottom: 7 })
  })

  it('never overlaps and never leaves the grid', () => {
    const boxes = fc.array(
      fc.record({ w: fc.integer({ min: 1, max: 40 }), h: fc.integer({ min: 1, max: 12 }), alone: fc.boolean() }),
    )
    fc.assert(
      fc.property(boxes, fc.nat(50), (list, y) => {
        const { positions, bottom } = flow(list, y)
        expect(positions).toHaveLength(list.length)
        expect(
          positions.every((one) => one.x >= 0 && one.x + one.w <= gridColumns && one.y >= y && one.y + one.h <= bottom),
        ).toBe(true)
        expect(positions.some((one, index) => positions.slice(index + 1).some((other) => overlap(one, other)))).toBe(
          false,
        )
      }),
      { seed: 42 },
    )
  })
})

const overlap = (a: GridPos, b: GridPos): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
