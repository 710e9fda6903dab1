import { describe, expect, it } from 'vitest'
import { parsePromql } from './parse.ts'
import { typeOf } from './type-of.ts'
import { checkTypes } from './typecheck.ts'
import type { PromqlVersion } from './versions.ts'

function faultsOf(text: string, version: PromqlVersion): readonly (readonly string[])[] {
  const { node, faults } = parsePromql(text)
  const found = node === null ? faults : checkTypes(node, version)
  return found.map(({ from, to, message }) => [text.slice(from, to), message])
}

describe('types', () => {
  const cases: [text: string, fragment: string, message: string][] = [
    ['rate(x)', 'x', '`rate` takes a range vector, not an instant vector'],
    ['abs(x[5m])', 'x[5m]', '`abs` takes an instant vector, not a range vector'],
    ['rate(a[5m] + b[5m])', 'a[5m]', '`+` takes scalars and instant vectors, not a range vector'],
    ['sum(1)', '1', '`sum` takes an instant vector, not a scalar'],
    ['topk("a", x)', '"a"', '`topk` takes a scalar, not a string'],
    ['count_values(1, x)', '1', '`count_values` takes a string, not a scalar'],
    ['1 > 2', '>', 'two scalars are compared, which needs `> bool`'],
    ['x + bool 1', 'bool', '`bool` goes with a comparison, not with `+`'],
    ['x and 1', 'and', '`and` needs instant vectors on both sides'],
    ['x / on (a) 1', 'on (a)', '`on` needs instant vectors on both sides'],
    ['x and on (a) group_left y', 'group_left', '`and` cannot have `group_left`'],
    ['x * on (a) group_left (a) y', 'a', '`a` cannot be in `on` and in `group_left`'],
    ['-"a"', '"a"', 'a `-` takes scalars and instant vectors, not a string'],
    ['1[5m:]', '1', 'a subquery takes an instant vector, not a scalar'],
    ['round(x, 1, 2)', 'round', '`round` takes 1 to 2 arguments, not 3'],
    ['label_join(x, "a")', 'label_join', '`label_join` takes at least 3 arguments, not 2'],
    ['time(1)', 'time', '`time` takes 0 arguments, not 1'],
    ['limitk(1, x)', 'limitk', '`limitk` is experimental, Prometheus refuses it without a feature flag'],
    ['first_over_time(x[5m])', 'first_over_time', '`first_over_time` needs Prometheus 3.14, or a feature flag'],
    ['info(x)', 'info', '`info` is experimental, Prometheus refuses it without a feature flag'],
    ['holt_winters(x[1h], 0.5, 0.5)', 'holt_winters', '`holt_winters` is gone since Prometheus 3'],
  ]
  it.each(cases)('of %s do not fit at %j', (text, fragment, message) => {
    expect(faultsOf(text, '3.x')[0]).toEqual([fragment, message])
  })

  it.each([
    ['1 + 2', 'scalar'],
    ['1 + x', 'instant'],
    ['(time())', 'scalar'],
    ['-vector(1)', 'instant'],
    ['x[5m:]', 'range'],
    ['"a"', 'string'],
  ])('of %s is %s', (text, type) => {
    const { node } = parsePromql(text)
    expect(node === null ? null : typeOf(node)).toBe(type)
  })
})

describe('what is new in Prometheus 3', () => {
  const cases: [text: string, fragment: string, message: string][] = [
    ['x > 5m', '5m', 'a duration in place of a number needs Prometheus 3'],
    ['x > 1_000', '1_000', 'a number with underscores needs Prometheus 3'],
    ['x[300]', '300', 'a number in place of a duration needs Prometheus 3'],
    ['x[+5m]', '+5m', 'a sign before a duration needs Prometheus 3'],
    ['x offset 0s', 'offset 0s', 'an offset of 0 needs Prometheus 3'],
    ['x @ 5m', '@ 5m', 'a duration in place of a number needs Prometheus 3'],
    ['{"a b"}', '"a b"', 'a name in quotes needs Prometheus 3'],
    ['sum by (a:b) (x)', 'a:b', 'a label with a colon needs Prometheus 3'],
    ['x{a=~"(?<n>b)"}', '"(?<n>b)"', 'this regular expression needs Prometheus 3'],
    ['histogram_avg(x)', 'histogram_avg', '`histogram_avg` is not in Prometheus 2.42'],
  ]
  it.each(cases)('is refused for 2.42: %s', (text, fragment, message) => {
    expect(faultsOf(text, '2.42')).toEqual([[fragment, message]])
    expect(faultsOf(text, '3.x')).toEqual([])
  })
})
