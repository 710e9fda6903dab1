import { describe, expect, it } from 'vitest'
import { markdownHtml } from './markdown-html.ts'

describe('a page of Markdown', () => {
  it('has headings to link to, lists, tables and commands', () => {
    expect(markdownHtml('## First steps\n\n1. one\n2. two\n\n```sh\necho "<a>" && ls\n```')).toBe(
      '<h2 id="first-steps">First steps</h2>\n\n<ol><li>one</li>\n<li>two</li></ol>\n\n<pre><code>echo &quot;&lt;a&gt;&quot; &amp;&amp; ls</code></pre>',
    )
    expect(markdownHtml('| a | b |\n|---|---|\n| `x` | **y** |')).toContain(
      '<td><code>x</code></td><td><strong>y</strong></td>',
    )
  })

  it('links to other pages without the ending of their files', () => {
    expect(markdownHtml('[Next](../redis/RedisDown.md#impact)')).toBe(
      '<p><a href="../redis/RedisDown#impact">Next</a></p>',
    )
  })

  it('leaves out comments and shows entities as what they stand for', () => {
    expect(markdownHtml('<!-- not told -->')).toBe('')
    expect(markdownHtml('a &lt; b &amp; c & d')).toBe('<p>a &lt; b &amp; c &amp; d</p>')
  })

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'text <b onclick="alert(1)">bold</b> text',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](  javascript&colon;alert(1))',
    '[a](data:text/html,<script>alert(1)</script>)',
    '[a](//elsewhere.example/x)',
    '[a](vbscript:x "title" onmouseover=alert(1)")',
    '[a]: javascript:alert(1)\n\n[a]',
    '<javascript:alert(1)>',
    '![a](x" onerror="alert(1))',
    '![a](https://elsewhere.example/pixel.png)',
    '# <svg onload=alert(1)>',
    '```"><script>alert(1)</script>\nx\n```',
    '| <iframe src=//elsewhere.example> |\n|---|\n| <style>*{}</style> |',
    '`</code><script>alert(1)</script>`',
  ])('makes nothing that runs or loads of %j', (source) => {
    const html = markdownHtml(source)
    expect(html).not.toMatch(/<(?!\/?(?:p|a|h[1-6]|pre|code|table|thead|tbody|tr|th|td|div|strong|em)\b)/)
    expect(html.match(/<[^>]*>/g)?.join('') ?? '').not.toMatch(/\son\w+=|javascript|data:|vbscript|href="\/\/|src=/i)
  })
})
