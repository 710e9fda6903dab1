import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Exposition } from './exposition.ts'
import { parseExposition } from './parse-exposition.ts'

const lines = (...all: readonly string[]) => `${all.join('\n')}\n`

/** The samples of an exposition as text, by family. */
function shown({ families }: Exposition): readonly string[] {
  return families.map(({ name, type, unit, samples }) => {
    const series = samples.map(
      (sample) => `${sample.name}${JSON.stringify(Object.fromEntries(sample.labels))}=${sample.value}`,
    )
    return [name, type, unit, ...series].join(' ').replaceAll('{}', '')
  })
}

const firstFault = (text: string, format?: 'text' | 'openmetrics') => {
  const [fault] = parseExposition(text, format).faults
  return fault === undefined ? '' : `${fault.line}:${fault.column} ${fault.message}`
}

describe('the text format', () => {
  it.each([
    ['nothing', '', []],
    ['a sample without a type', lines('up 1'), ['up unknown  up=1']],
    ['a typed sample', lines('# HELP a b', '# TYPE a counter', 'a 1'), ['a counter  a=1']],
    ['untyped', lines('# TYPE a untyped', 'a 1'), ['a unknown  a=1']],
    [
      'blanks wherever they may be',
      lines('  a { b = "c" ,\td="e" , } 1   1700000000000 '),
      ['a unknown  a{"b":"c","d":"e"}=1'],
    ],
    ['escapes in a label', lines('a{b="\\\\ \\" \\n"} 1'), ['a unknown  a{"b":"\\\\ \\" \\n"}=1']],
    ['braces and hashes in a label', lines('a{b="} # {"} 1'), ['a unknown  a{"b":"} # {"}=1']],
    [
      'special numbers',
      lines('a 1e-3', 'b +Inf', 'c -Inf', 'd NaN', 'e .5'),
      ['a unknown  a=0.001', 'b unknown  b=Infinity', 'c unknown  c=-Infinity', 'd unknown  d=NaN', 'e unknown  e=0.5'],
    ],
    ['comments and empty lines', lines('# a remark', '#', '', '   ', 'a 1', '#HELPFUL'), ['a unknown  a=1']],
    [
      'names that are no words',
      lines('# TYPE "my.metric" counter', '{"my.metric"} 1', '{"my.metric", "a.b"="c", d="e"} 2'),
      ['my.metric counter  my.metric=1 my.metric{"a.b":"c","d":"e"}=2'],
    ],
    ['names with colons', lines('job:a:sum{b="c"} 1'), ['job:a:sum unknown  job:a:sum{"b":"c"}=1']],
    [
      'a histogram',
      lines('# TYPE h histogram', 'h_bucket{le="1"} 1', 'h_bucket{le="+Inf"} 2', 'h_sum 3', 'h_count 2'),
      ['h histogram  h_bucket{"le":"1"}=1 h_bucket{"le":"+Inf"}=2 h_sum=3 h_count=2'],
    ],
    [
      'a summary',
      lines('# TYPE s summary', 's{quantile="0.5"} 1', 's_sum 3', 's_count 2'),
      ['s summary  s{"quantile":"0.5"}=1 s_sum=3 s_count=2'],
    ],
    [
      'a gauge beside a counter of its name',
      lines('# TYPE a gauge', 'a 1', '# TYPE a_total counter', 'a_total 2'),
      ['a gauge  a=1', 'a_total counter  a_total=2'],
    ],
    ['a help text without text', lines('# HELP a', 'a 1'), ['a unknown  a=1']],
  ])('reads %s', (_, text, families) => {
    const exposition = parseExposition(text)
    expect(exposition.faults).toEqual([])
    expect(shown(exposition)).toEqual(families)
  })

  it('resolves escapes in help texts', () => {
    expect(parseExposition(lines('# HELP a one\\ntwo \\\\ "three"', 'a 1')).families[0]?.help).toBe(
      'one\ntwo \\ "three"',
    )
  })

  it.each([
    ['a line that does not end', 'a 1', '1:4 the last line does not end'],
    ['a name that is none', lines('1a 1'), '1:1 expected a metric name'],
    ['no value', lines('a'), '1:2 expected a value, found the end of the line'],
    ['a value that is none', lines('a 1x'), '1:3 expected a value'],
    ['a timestamp with a point', lines('a 1 1.5'), '1:5 a timestamp is whole milliseconds'],
    ['words after the timestamp', lines('a 1 1 1'), '1:7 expected the end of the line'],
    ['a label without quotes', lines('a{b=c} 1'), '1:5 expected "\\""'],
    ['a label that does not end', lines('a{b="c} 1'), '1:10 the quoted text does not end, found the end of the line'],
    ['an unknown escape', lines('a{b="\\t"} 1'), '1:6 unknown escape'],
    ['a label that stands twice', lines('a{b="1",b="2"} 1'), '1:9 label b stands twice'],
    ['labels without a comma', lines('a{b="1" c="2"} 1'), '1:9 expected "," or "}"'],
    ['a label name with a colon', lines('a{b:c="1"} 1'), '1:4 expected "="'],
    ['no name at all', lines('{a="b"} 1'), '1:1 expected a metric name'],
    ['a quoted name after a bare one', lines('a{"b"} 1'), '1:1 a second name'],
    ['two quoted names', lines('{"a","b"} 1'), '1:6 a second name'],
    ['a quoted name without braces', lines('"a" 1'), '1:1 expected a metric name'],
    ['an exemplar', lines('a 1 # {b="c"} 1'), '1:5 expected a timestamp'],
    [
      'an unknown type',
      lines('# TYPE a enum'),
      '1:10 unknown type, known are counter, gauge, histogram, summary, untyped',
    ],
    [
      'a type of the prototype',
      lines('# TYPE a constructor'),
      '1:10 unknown type, known are counter, gauge, histogram, summary, untyped',
    ],
    ['a second type', lines('# TYPE a gauge', '# TYPE a gauge'), '2:8 a second TYPE of a'],
    ['a second help text', lines('# HELP a b', '# HELP a b'), '2:8 a second HELP of a'],
    ['a type after its samples', lines('a 1', '# TYPE a gauge'), '2:8 TYPE of a stands after its samples'],
    ['a series that stands twice', lines('a{b="c"} 1', 'a{b="c",d=""} 1'), '2:1 this series of a stands twice'],
    ['lines that stand apart', lines('a{b="1"} 1', 'b 1', 'a{b="2"} 1'), '3:1 the lines of a do not stand together'],
    ['a bucket without its bound', lines('# TYPE h histogram', 'h_bucket 1'), '2:1 h_bucket lacks its label le'],
    ['a bound that is no number', lines('# TYPE h histogram', 'h_bucket{le="one"} 1'), '2:1 label le is no number'],
    ['the base name of a histogram', lines('# TYPE h histogram', 'h 1'), '2:1 a histogram has no series h'],
  ])('finds %s', (_, text, fault) => {
    expect(firstFault(text, 'text')).toBe(fault)
  })

  it('goes on after a fault, and gives up after twenty', () => {
    const exposition = parseExposition(lines('a 1', '?', 'b 1'))
    expect(exposition.faults).toHaveLength(1)
    expect(exposition.families.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(parseExposition('?\n'.repeat(1000)).faults).toHaveLength(20)
  })
})

describe('OpenMetrics', () => {
  it.each([
    ['a counter', ['# TYPE a counter', 'a_total 1 1.5', 'a_created 2'], ['a counter  a_total=1 a_created=2']],
    ['an info', ['# TYPE a info', 'a_info{b="c"} 1'], ['a info  a_info{"b":"c"}=1']],
    ['a set of states', ['# TYPE a stateset', 'a{a="x"} 1', 'a{a="y"} 0'], ['a stateset  a{"a":"x"}=1 a{"a":"y"}=0']],
    [
      'a unit',
      ['# TYPE a_seconds gauge', '# UNIT a_seconds seconds', 'a_seconds 1'],
      ['a_seconds gauge seconds a_seconds=1'],
    ],
    [
      'exemplars',
      [
        '# TYPE h histogram',
        'h_bucket{le="1.0"} 1 # {id="x"} 0.5 1.5',
        'h_bucket{le="+Inf"} 1',
        'h_sum 1',
        'h_count 1',
      ],
      ['h histogram  h_bucket{"le":"1.0"}=1 h_bucket{"le":"+Inf"}=1 h_sum=1 h_count=1'],
    ],
    ['an unknown type', ['# TYPE a unknown', 'a 1'], ['a unknown  a=1']],
  ])('reads %s', (_, text, families) => {
    const exposition = parseExposition(lines(...text, '# EOF'))
    expect(exposition).toMatchObject({ format: 'openmetrics', faults: [] })
    expect(shown(exposition)).toEqual(families)
  })

  it.each([
    ['no end', lines('a 1'), '1:1 the last line must be "# EOF"'],
    ['lines after the end', lines('# EOF', 'a 1'), '2:1 nothing may follow "# EOF"'],
    ['an empty line', lines('', '# EOF'), '1:1 OpenMetrics has no empty lines, found the end of the line'],
    ['a remark', lines('# hello', '# EOF'), '1:3 expected HELP, TYPE, UNIT or EOF'],
    ['a counter without its ending', lines('# TYPE a counter', 'a 1', '# EOF'), '2:1 a counter has no series a'],
    [
      'the older name of unknown',
      lines('# TYPE a untyped', '# EOF'),
      '1:10 unknown type, known are counter, gauge, gaugehistogram, histogram, info, stateset, summary, unknown',
    ],
    ['a unit that the name lacks', lines('# UNIT a seconds', '# EOF'), '1:10 a does not end with its unit'],
    ['a comma at the end', lines('a{b="c",} 1', '# EOF'), '1:9 expected a label name'],
  ])('finds %s', (_, text, fault) => {
    expect(firstFault(text, 'openmetrics')).toBe(fault)
  })
})

describe('hostile input', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        '# TYPE ',
        '# HELP ',
        '# UNIT ',
        '# EOF',
        '\n',
        'a',
        '{',
        '}',
        '="',
        '"',
        '\\',
        ',',
        ' 1',
        '_bucket',
        'le="1"',
        '\u0000',
        '__proto__',
        ' histogram',
      ),
    ),
    { maxLength: 60 },
  )

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(pieces, fc.constantFrom('text' as const, 'openmetrics' as const), (parts, format) => {
        const { faults } = parseExposition(parts.join(''), format)
        expect(faults.length).toBeLessThanOrEqual(21)
        for (const { line, column } of faults) expect(Math.min(line, column)).toBeGreaterThan(0)
      }),
      { numRuns: 2000, seed: 42 },
    )
  })

  it('reads back what is written by the rules', () => {
    const label = fc.tuple(fc.stringMatching(/^[a-z_]{1,8}$/), fc.string({ unit: 'binary' }))
    const sample = fc.uniqueArray(label, { selector: ([name]) => name, maxLength: 5 })
    const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
    fc.assert(
      fc.property(sample, fc.double({ noNaN: true }), (labels, value) => {
        const written = labels.map(([name, text]) => `${name}="${escaped(text)}"`).join(',')
        const number = String(value).replace('Infinity', 'Inf')
        const { families, faults } = parseExposition(`a{${written}} ${number}\n`)
        expect(faults).toEqual([])
        expect([...(families[0]?.samples[0]?.labels ?? [])]).toEqual(labels)
        expect(families[0]?.samples[0]?.value).toBe(value + 0)
      }),
      { seed: 42 },
    )
  })

  it.each([
    ['a line of a million braces', '{'.repeat(1_000_000)],
    ['a label of a million backslashes', `a{b="${'\\'.repeat(1_000_000)}`],
    ['a name of a million letters', 'a'.repeat(1_000_000)],
    ['a million labels', `a{${'b="",'.repeat(1_000_000)}} 1`],
    ['a million blanks', `a${' '.repeat(1_000_000)}`],
    ['a number of a million digits', `a ${'1'.repeat(1_000_000)}x`],
    ['a hundred thousand series', Array.from({ length: 100_000 }, (_, n) => `a{b="${n}"} 1\n`).join('')],
  ])('reads %s to its end', (_, text) => {
    expect(parseExposition(`${text}\n`).faults.length).toBeLessThanOrEqual(20)
  })
})
