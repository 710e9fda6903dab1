import { describe, expect, it } from 'vitest'
import { BelfryError } from '../errors/belfry-error.ts'
import { compilePage, compileTemplate } from './handlebars.ts'

describe('a Markdown template', () => {
  it('writes values as they are', () => {
    expect(compileTemplate('{{expr}}')({ expr: 'a > 1 and b < "2" & c' })).toBe('a > 1 and b < "2" & c')
  })

  it('escapes what would end a table cell or start markup', () => {
    expect(compileTemplate('| {{cell text}} |')({ text: 'a | b\n*c* `d` <e>' })).toBe(
      '| a \\| b \\*c\\* \\`d\\` \\<e\\> |',
    )
  })

  it('fences inline code with more backticks than the code has', () => {
    const render = compileTemplate('{{code text}}')
    expect(render({ text: 'up == 0' })).toBe('`up == 0`')
    expect(render({ text: 'a{b="`"}' })).toBe('`` a{b="`"} ``')
    expect(render({ text: 'a\n  | b' })).toBe('`a \\| b`')
  })

  it('fails on a field that the data lacks', () => {
    const render = compileTemplate('{{missing}}')
    expect(() => render({})).toThrow(BelfryError)
  })

  it('fails on a broken template before it is rendered', () => {
    expect(() => compileTemplate('{{#if a}}')).toThrow(expect.objectContaining({ code: 'SPEC_BROKEN' }))
  })
})

describe('a page', () => {
  it('escapes every value', () => {
    expect(compilePage('<p title="{{text}}">{{text}}</p>')({ text: '<b>"&\'' })).toBe(
      '<p title="&lt;b&gt;&quot;&amp;&#x27;">&lt;b&gt;&quot;&amp;&#x27;</p>',
    )
  })
})
