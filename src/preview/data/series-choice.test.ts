import { describe, expect, it } from 'vitest'
import { everySeries, nextChoice, type SeriesChoice } from './series-choice.ts'

const names = ['a', 'b', 'c']
const shown = ({ mode, names: chosen }: SeriesChoice) =>
  names.filter((name) => chosen.has(name) === (mode === 'only')).join('')
const after = (...clicks: readonly (readonly [string, boolean?])[]) =>
  shown(clicks.reduce((choice, [name, isToggle = false]) => nextChoice(choice, name, isToggle), everySeries))

describe('a click in a legend', () => {
  it('shows a series alone, then another, and all again when the same is clicked twice', () => {
    expect(after(['a'])).toBe('a')
    expect(after(['a'], ['b'])).toBe('b')
    expect(after(['a'], ['a'])).toBe('abc')
  })

  it('with a modifier hides a series or shows it again', () => {
    expect(after(['a', true])).toBe('bc')
    expect(after(['a', true], ['b', true])).toBe('c')
    expect(after(['a', true], ['a', true])).toBe('abc')
  })

  it('with a modifier adds to one that is alone, and leaves nothing empty', () => {
    expect(after(['a'], ['b', true])).toBe('ab')
    expect(after(['a'], ['b', true], ['b', true])).toBe('a')
    expect(after(['a'], ['a', true])).toBe('abc')
  })
})
