import type { ExposedFamily, ExposedType, Exposition, ExpositionFault, ExpositionFormat, Sample } from './exposition.ts'
import { LineCursor, LineFault, toNumber } from './line-cursor.ts'
import { parseSample } from './parse-sample.ts'

/** Reading stops after so many faults: the text is something else altogether. */
const faultLimit = 20

const textTypes: Readonly<Record<string, ExposedType>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
  untyped: 'unknown',
}
const openMetricsTypes: Readonly<Record<string, ExposedType>> = {
  counter: 'counter',
  gauge: 'gauge',
  gaugehistogram: 'gaugehistogram',
  histogram: 'histogram',
  info: 'info',
  stateset: 'stateset',
  summary: 'summary',
  unknown: 'unknown',
}

/** Endings of the series of a family; the empty one is the name itself. */
const textSuffixes: Readonly<Partial<Record<ExposedType, readonly string[]>>> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
}
const openMetricsSuffixes: Readonly<Partial<Record<ExposedType, readonly string[]>>> = {
  counter: ['_total', '_created'],
  histogram: ['_bucket', '_sum', '_count', '_created'],
  summary: ['', '_sum', '_count', '_created'],
  gaugehistogram: ['_bucket', '_gsum', '_gcount'],
  info: ['_info'],
}
const anySuffix = /_(?:total|created|bucket|sum|count|gsum|gcount|info)$/

interface OpenFamily {
  readonly name: string
  type: ExposedType | null
  help: string | null
  unit: string | null
  readonly samples: Sample[]
  /** Label sets that were seen, by series name. */
  readonly seen: Set<string>
}

/**
 * Reads an exposition strictly, in either format; takes time and memory in proportion to the text.
 *
 * @param format - @default OpenMetrics when the text ends with `# EOF`, else Prometheus' text format
 */
export function parseExposition(text: string, format: ExpositionFormat = formatOf(text)): Exposition {
  const parser = new Parser(format)
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  else if (text !== '') parser.fault(lines.length, (lines.at(-1)?.length ?? 0) + 1, 'the last line does not end')
  for (const [index, line] of lines.entries()) if (!parser.readLine(line, index + 1)) break
  return parser.finish(lines.length)
}

function formatOf(text: string): ExpositionFormat {
  return /(?:^|\n)# EOF\n?$/.test(text.slice(-8)) ? 'openmetrics' : 'text'
}

class Parser {
  readonly #format: ExpositionFormat
  readonly #families = new Map<string, OpenFamily>()
  readonly #faults: ExpositionFault[] = []
  #current: OpenFamily | null = null
  #ended = false

  constructor(format: ExpositionFormat) {
    this.#format = format
  }

  fault(line: number, column: number, message: string): void {
    this.#faults.push({ line, column, message })
  }

  /** Whether reading goes on. */
  readLine(line: string, number: number): boolean {
    try {
      this.#read(new LineCursor(line))
    } catch (error) {
      if (!(error instanceof LineFault)) throw error
      this.fault(number, error.column, error.message)
    }
    return this.#faults.length < faultLimit
  }

  finish(lineCount: number): Exposition {
    if (this.#format === 'openmetrics' && !this.#ended && this.#faults.length < faultLimit)
      this.fault(Math.max(1, lineCount), 1, 'the last line must be "# EOF"')
    const families = [...this.#families.values()].map(closed)
    return { format: this.#format, families, faults: this.#faults.toSorted((a, b) => a.line - b.line) }
  }

  #read(cursor: LineCursor): void {
    if (this.#ended) cursor.fail('nothing may follow "# EOF"')
    const strict = this.#format === 'openmetrics'
    if (!strict) cursor.skipBlanks()
    if (cursor.atEnd) {
      if (strict) cursor.fail('OpenMetrics has no empty lines')
      return
    }
    if (cursor.accept('#')) this.#readComment(cursor, strict)
    else this.#readSample(cursor)
  }

  #readComment(cursor: LineCursor, strict: boolean): void {
    const spaced = cursor.skipBlanks()
    if (strict && cursor.text === '# EOF') {
      this.#ended = true
      return
    }
    const known = !strict || spaced
    const keyword = known
      ? ['HELP', 'TYPE', ...(strict ? ['UNIT'] : [])].find(
          (one) => /^[ \t]/.test(cursor.text.slice(cursor.column - 1 + one.length)) && cursor.accept(one),
        )
      : undefined
    if (keyword === undefined) {
      if (strict) cursor.fail('expected HELP, TYPE, UNIT or EOF')
      return
    }
    cursor.expectBlanks()
    const column = cursor.column
    const family = this.#open(cursor, cursor.nextIs('"') ? cursor.quoted() : cursor.metricName(), column)
    if (keyword === 'HELP') this.#readHelp(cursor, family, column)
    else if (keyword === 'TYPE') this.#readType(cursor, family, column)
    else this.#readUnit(cursor, family, column)
  }

  #readHelp(cursor: LineCursor, family: OpenFamily, column: number): void {
    if (!cursor.atEnd) cursor.expectBlanks()
    if (family.help !== null) cursor.fail(`a second HELP of ${family.name}`, column)
    family.help = cursor.rest(this.#format === 'openmetrics')
  }

  #readType(cursor: LineCursor, family: OpenFamily, column: number): void {
    cursor.expectBlanks()
    const start = cursor.column
    const written = cursor.word()
    const types = this.#format === 'openmetrics' ? openMetricsTypes : textTypes
    const type = Object.hasOwn(types, written) ? types[written] : undefined
    if (type === undefined) cursor.fail(`unknown type, known are ${Object.keys(types).join(', ')}`, start)
    cursor.skipBlanks()
    if (!cursor.atEnd) cursor.fail('expected the end of the line')
    if (family.type !== null) cursor.fail(`a second TYPE of ${family.name}`, column)
    if (family.samples.length > 0) cursor.fail(`TYPE of ${family.name} stands after its samples`, column)
    family.type = type
  }

  #readUnit(cursor: LineCursor, family: OpenFamily, column: number): void {
    cursor.expectBlanks()
    const start = cursor.column
    const unit = cursor.atEnd ? '' : cursor.word()
    if (family.unit !== null) cursor.fail(`a second UNIT of ${family.name}`, column)
    if (unit !== '' && !family.name.endsWith(`_${unit}`))
      cursor.fail(`${family.name} does not end with its unit`, start)
    family.unit = unit
  }

  #readSample(cursor: LineCursor): void {
    const column = cursor.column
    const sample = parseSample(cursor, this.#format)
    const family = this.#familyOf(cursor, sample, column)
    const limit = boundOf(family.type, sample, family.name)
    if (limit !== null) {
      const value = sample.labels.get(limit)
      if (value === undefined) cursor.fail(`${sample.name} lacks its label ${limit}`, column)
      if (value === '' || Number.isNaN(toNumber(value))) cursor.fail(`label ${limit} is no number`, column)
    }
    const identity = JSON.stringify([sample.name, ...[...sample.labels].filter(([, value]) => value !== '').sort()])
    if (family.seen.has(identity)) cursor.fail(`this series of ${sample.name} stands twice`, column)
    family.seen.add(identity)
    family.samples.push(sample)
  }

  #familyOf(cursor: LineCursor, { name }: Sample, column: number): OpenFamily {
    const suffixes = this.#format === 'openmetrics' ? openMetricsSuffixes : textSuffixes
    const base = name.replace(anySuffix, '')
    for (const candidate of base === name ? [name] : [base, name]) {
      const family = this.#families.get(candidate)
      if (family === undefined) continue
      const allowed = (family.type === null ? undefined : suffixes[family.type]) ?? ['']
      if (allowed.includes(name.slice(candidate.length))) return this.#open(cursor, candidate, column)
      if (candidate === name) cursor.fail(`a ${family.type} has no series ${name}`, column)
    }
    return this.#open(cursor, name, column)
  }

  /** The lines of a family stand together. */
  #open(cursor: LineCursor, name: string, column: number): OpenFamily {
    const known = this.#families.get(name)
    if (known !== undefined && known !== this.#current)
      cursor.fail(`the lines of ${name} do not stand together`, column)
    const family = known ?? { name, type: null, help: null, unit: null, samples: [], seen: new Set<string>() }
    this.#families.set(name, family)
    this.#current = family
    return family
  }
}

/** The label that holds the bound of a bucket or of a quantile; `null` for other series. */
function boundOf(type: ExposedType | null, { name }: Sample, family: string): 'le' | 'quantile' | null {
  if (type === 'summary' && name === family) return 'quantile'
  return (type === 'histogram' || type === 'gaugehistogram') && name === `${family}_bucket` ? 'le' : null
}

function closed({ name, type, help, unit, samples }: OpenFamily): ExposedFamily {
  return { name, type: type ?? 'unknown', help: help ?? '', unit: unit ?? '', samples }
}
