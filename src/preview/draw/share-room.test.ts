import { expect, it } from 'vitest'
import { shareRoom } from './share-room.ts'

it.each([
  ['what fits stays as it is', [30, 50], 100, [30, 50]],
  ['the widest gives way', [10, 20, 200], 100, [10, 20, 70]],
  ['two that are too wide become equal', [10, 100, 200], 100, [10, 45, 45]],
  ['all give way where all are too wide', [100, 100], 50, [25, 25]],
  ['what needs nothing gets nothing', [0, 60, 60], 100, [0, 50, 50]],
])('%s', (_, needs, room, widths) => {
  expect(shareRoom(needs, room)).toEqual(widths)
})
