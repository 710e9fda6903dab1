import { describe, expect, it } from 'vitest'
import { everySeries, nextChoice, type SeriesChoice } from './series-choice.ts'

const names = ['a', 'b', 'c']
const shown = ({ mode, names: chosen }: SeriesChoice) =>
  names.filter((name) => chosen.has(name) === (mode === 'only')).join('')
const shownAfter = (...clicks: readonly (readonly [string, boolean?])[]) =>
  shown(clicks.reduce((choice, [name, isToggle = false]) => nextChoice(choice, name, isToggle), everySeries))

describe('a click in a legend', () => {
  it('shows a series alone, then another, and all again when the same is clicked twice', () => {
    expect(shownAfter(['a'])).toBe('a')
    expect(shownAfter(['a'], ['b'])).toBe('b')
    expect(shownAfter(['a'], ['a'])).toBe('abc')
  })

  it('with a modifier hides a series or shows it again', () => {
    expect(shownAfter(['a', true])).toBe('bc')
    expect(shownAfter(['a', true], ['b', true])).toBe('c')
    expect(shownAfter(['a', true], ['a', true])).toBe('abc')
  })

  it('with a modifier adds to one that is alone, and leaves nothing empty', () => {
    expect(shownAfter(['a'], ['b', true])).toBe('ab')
    expect(shownAfter(['a'], ['b', true], ['b', true])).toBe('a')
    expect(shownAfter(['a'], ['a', true])).toBe('abc')
  })
})
