import { describe, expect, test } from 'vitest'
import { promql } from './promql.ts'

describe('a query', () => {
  test('stands for its text, with values written in', () => {
    expect(promql`up{job="${'node'}"} > ${0.85}`.text).toBe('up{job="node"} > 0.85')
  })

  test('takes another query in', () => {
    const inner = promql`rate(x[5m])`
    expect(promql`sum(${inner})`.text).toBe('sum(rate(x[5m]))')
  })

  test('loses the indentation that its lines share, and keeps the rest', () => {
    const query = promql`
      sum by (job) (
        rate(x[5m])
      )
    `
    expect(query.text).toBe('sum by (job) (\n  rate(x[5m])\n)')
    expect(query.lines).toEqual([1, 2, 3])
  })

  test('knows the line of each of its lines, values of several lines included', () => {
    const query = promql`
      a
      or ${'b\nor c'}
      or d`
    expect(query.text).toBe('a\nor b\nor c\nor d')
    expect(query.lines).toEqual([1, 2, 2, 3])
  })

  test('may start behind the backtick', () => {
    const query = promql`a
      or b`
    expect(query.text).toBe('a\nor b')
    expect(query.lines).toEqual([0, 1])
  })

  test('keeps backslashes as PromQL reads them', () => {
    expect(promql`x{a=~"\\d+"}`.text).toBe('x{a=~"\\\\d+"}')
  })

  test('says where it is written', () => {
    expect(promql`up`.place.file).toContain('promql.test.ts')
  })
})
