import { describe, expect, it } from 'vitest'
import { faultOfXml, textsOfSvg } from '../../../test/support/xml.ts'
import { lookOf } from './look.ts'
import { markdownSvg } from './markdown.ts'
import { cutText, textWidth, wrapText } from './measure-text.ts'

const draw = (source: string, width = 400) => markdownSvg(source, width, lookOf('dark'))

describe('markdownSvg', () => {
  it('draws headings, lists, code, quotes and tables', () => {
    const { svg, height } = draw(
      '# Head\n\nSome **bold** and `code`.\n\n1. one\n2. two\n\n> said\n\n```\na < b\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n---',
    )
    expect(faultOfXml(svg)).toBe('')
    expect(textsOfSvg(svg)).toEqual([
      'Head',
      'Some',
      'bold',
      'and',
      'code',
      '.',
      '1.',
      'one',
      '2.',
      'two',
      'said',
      'a < b',
      'a',
      'b',
      'c',
      'd',
    ])
    expect(height).toBeGreaterThan(150)
  })

  it('links to pages only, and shows markup as text', () => {
    const { svg } = draw(
      '[page](https://example.org) [script](javascript:x) <b onclick="x">bold</b> ![picture](https://example.org/x.png)',
    )
    expect(svg.match(/<a [^>]*>/g)).toEqual([
      '<a href="https://example.org" target="_blank" rel="noopener noreferrer">',
    ])
    expect(svg).not.toMatch(/<(b|img|image)[ >]/)
    expect(textsOfSvg(svg).join(' ')).toContain('<b onclick="x">')
  })

  it('wraps what is too wide', () => {
    expect(draw('word '.repeat(40), 200).height).toBeGreaterThan(draw('word '.repeat(40), 800).height)
  })
})

describe('texts', () => {
  it('are as wide as the font makes them', () => {
    expect(textWidth('i', 12)).toBeLessThan(textWidth('W', 12))
    expect(textWidth('bold', 12, 600)).toBeGreaterThan(textWidth('bold', 12))
  })

  it('are cut with an ellipsis, and wrapped at blanks', () => {
    expect(cutText('a long name of a series', 60, 12)).toMatch(/^a long .*…$/)
    expect(cutText('short', 100, 12)).toBe('short')
    expect(cutText('short', 2, 12)).toBe('')
    expect(wrapText('one two three four', 60, 12)).toEqual(['one two', 'three four'])
    expect(wrapText('one two three four five six', 60, 12, 1)).toHaveLength(1)
  })
})
