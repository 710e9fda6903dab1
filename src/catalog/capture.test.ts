import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CaptureChoices, captureFamilies } from './capture.ts'
import { commonPrefix, metricKeys } from './metric-key.ts'
import { parseExposition } from './parse-exposition.ts'
import { renderCapture } from './render-capture.ts'

const golden = (name: string) => readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')
const capture = (...texts: readonly string[]) => captureFamilies(texts.map((text) => parseExposition(text)))

describe('a capture', () => {
  it('of two versions is exactly this file', async () => {
    // The newest decides, whichever comes first.
    const file = renderCapture(capture(golden('mill-1.10.0.openmetrics'), golden('mill-1.2.0.prom')))
    await expect(file).toMatchFileSnapshot('golden/mill.captured.ts.txt')
  })

  it('is the same when it is made again', () => {
    const [one, two] = [golden('mill-1.2.0.prom'), golden('mill-1.10.0.openmetrics')]
    expect(renderCapture(capture(one, two, one))).toBe(renderCapture(capture(two, one)))
  })

  it('names constant and module as it is told', () => {
    const file = renderCapture(capture(golden('mill-1.2.0.prom')), {
      constant: 'old',
      prefix: '',
      module: './words.ts',
    })
    expect(file).toContain("import { captured } from './words.ts'")
    expect(file).toContain('export const old = captured(')
    expect(file).toContain("  millStones: gauge('mill_stones'")
  })

  it('says so when the exposition does not name its program', () => {
    expect(renderCapture(capture('a_b 1\n'))).toContain('// Captured from an exposition by')
  })

  it('quotes names that are no words', () => {
    const samples = ['c', 'd'].map((value) => `{"it's.here","my.label"="${value}"} 1\n`).join('')
    expect(renderCapture(captureFamilies([parseExposition(samples)], { closed: ['my.label'] }))).toContain(
      `  itSHere: untyped("it's.here", { labels: ['my.label'], values: { 'my.label': ['c', 'd'] } }),`,
    )
  })

  it('says why the file is long, and only then', () => {
    const families = (count: number) => Array.from({ length: count }, (_, n) => `a_m${n} 1\n`).join('')
    expect(renderCapture(capture(families(310)))).toContain('// It is as long as')
    expect(renderCapture(capture(families(200)))).not.toContain('// It is as long as')
  })

  it('of a histogram whose series differ in their bounds leaves them open', () => {
    const bucket = (cmd: string, le: string) => `h_bucket{cmd="${cmd}",le="${le}"} 1\n`
    const text = `# TYPE h histogram\n${bucket('a', '1')}${bucket('a', '+Inf')}h_count{cmd="a"} 1\n${bucket('b', '2')}${bucket('b', '+Inf')}h_count{cmd="b"} 1\n`
    expect(renderCapture(capture(text))).toContain("h: histogram('h', { labels: ['cmd'], buckets: [] })")
  })

  it('lets no version break out of its comment', () => {
    const { versions } = capture('a_build_info{version="1\\nexport const x = 1"} 1\n')
    expect(versions).toEqual([])
  })
})

describe('values of labels', () => {
  const valuesOf = (label: string, values: readonly string[], choices: CaptureChoices = {}) => {
    const text = values.map((value) => `a_b{${label}="${value}"} 1\n`).join('')
    return captureFamilies([parseExposition(text)], choices).families[0]?.labels[0]?.values
  }
  const many = Array.from({ length: 13 }, (_, n) => `v${n}`)

  it.each([
    ['of a few named things are a set', 'state', ['on', 'off'], {}, ['off', 'on']],
    ['of one thing tell nothing of the others', 'state', ['on'], {}, []],
    ['that are numbers are ids', 'state', ['1', '2'], {}, []],
    ['that are many are any', 'state', many, {}, []],
    ['of what has only happened so far are any', 'code', ['200', '404'], {}, []],
    ['are any where a person says so', 'state', ['on', 'off'], { open: ['state'] }, []],
    ['are a set where a person says so', 'code', ['200', '404'], { closed: ['code'] }, ['200', '404']],
    ['of a name that Prometheus keeps for itself are any', '__proto__', ['a', 'b'], { closed: ['__proto__'] }, []],
  ])('%s', (_, label, values, choices, expected) => {
    expect(valuesOf(label, values, choices)).toEqual(expected)
  })
})

describe('keys', () => {
  it.each([
    ['node_memory_MemFree_bytes', 'node_', 'memoryMemFreeBytes'],
    ['process_cpu_seconds_total', 'node_', 'processCpuSecondsTotal'],
    ['job:requests:rate5m', '', 'jobRequestsRate5m'],
    ['node_2xx', 'node_', '_2xx'],
  ])('%s without %s is %s', (name, prefix, key) => {
    expect(metricKeys([name], prefix).get(name)).toBe(key)
  })

  it('are all different', () => {
    expect([...metricKeys(['a_b', 'a__b', 'a:b'], '').values()]).toEqual(['aB', 'aB2', 'aB3'])
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,6}$/)), (names) => {
        const keys = [...metricKeys(names, commonPrefix(names)).values()]
        expect(new Set(keys).size).toBe(names.length)
        for (const key of keys) expect(key).toMatch(/^[a-zA-Z_][a-zA-Z0-9_]*$/)
      }),
      { seed: 42 },
    )
  })

  it('leave out what most names start with, client libraries aside', () => {
    expect(commonPrefix(['go_a', 'go_b', 'go_c', 'redis_a', 'redis_b', 'other_a'])).toBe('redis_')
    expect(commonPrefix([])).toBe('')
  })
})
