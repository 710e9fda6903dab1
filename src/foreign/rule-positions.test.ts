import { describe, expect, test } from 'vitest'
import { readRuleFile } from './rule-file.ts'

/** Ways to write an expression that has `fault(up)` in it, below a key that is indented by ten. */
const scalars: Readonly<Record<string, string>> = {
  plain: 'fault(up) > 1',
  'plain on two lines': 'up >\n            fault(up)',
  'plain below a comment': '# why\n            fault(up)',
  'in double quotes': '"up{a=\\"\\u00e9\\", b=\\"x\\\\\\\\d\\"} > fault(up)"',
  'in double quotes, folded': '"up >\n\n            fault(up)"',
  'in double quotes, with an escaped end of line': '"up > \\\n            fault(up)"',
  'in single quotes': "'up{a=\"it''s 🔔\"} > fault(up)'",
  literal: '|\n            up\n              > fault(up)',
  'literal, stripped, with comments': '|- # why\n            # of PromQL\n            up and\n\n            fault(up)',
  'literal, kept': '|+\n            up >\n            fault(up)\n\n',
  'literal, with its indentation': '|2-\n              up{a="🔔"} > fault(up)',
  folded: '>\n            up\n            > 1 and\n\n            fault(up)',
  'folded, with deeper lines': '>-\n            up\n              > fault(up)\n            and up',
  'with an anchor': '&x fault(up)',
  'with a tag': '!!str fault(up)',
}
const manifest = (name: string, rules: string) =>
  `---\n# 🔔\nkind: PrometheusRule\nspec:\n  groups:\n    - name: ${name}\n      rules:\n${rules}`
const rule = (name: string, expr: string) => `        - alert: ${name}\n          expr: ${expr}\n          for: 5m\n`
const manifests = [
  manifest(
    'one',
    Object.values(scalars)
      .map((expr, index) => rule(`A${index}`, expr))
      .join(''),
  ),
  '---\nkind: ConfigMap\ndata:\n  x: |\n    text\n',
  '---\nkind: List\nitems:\n- kind: PrometheusRule\n  spec: {groups: [{name: l, rules: [{alert: L, expr: "fault(up)"}]}]}\n...\n',
  manifest('last', rule('Z', '|\n            fault(up)')),
].join('')

describe.each([
  ['LF', manifests],
  ['CRLF', manifests.replaceAll('\n', '\r\n')],
])('in manifests of several documents, with line ends %s', (_, text) => {
  const lines = text.split(/\r?\n/)
  const written = lines.flatMap((line, index) =>
    line.includes('fault(') ? [{ line: index + 1, column: line.indexOf('fault(') + 1 }] : [],
  )
  const rules = readRuleFile('f.yml', text).groups.flatMap((group) => group.rules)

  test.each(
    [...Object.keys(scalars), 'in a flow', 'in the last document'].map((name, index) => [name, index] as const),
  )('an expression %s has its places', (_name, index) => {
    const { expr } = rules[index] ?? {}
    expect(expr?.placeAt?.(expr.text.indexOf('fault('))).toEqual({ file: 'f.yml', ...written[index] })
  })
})
