import { type MetricType, suffixUnit } from '../spec/metrics.ts'
import type { Capture, CapturedFamily } from './capture.ts'
import { commonPrefix, metricKeys } from './metric-key.ts'

export interface CaptureNames {
  /** Name of the constant. @default the prefix and `Captured`, such as `nodeCaptured` */
  readonly constant?: string
  /** What keys leave out of names. @default the first part of most names */
  readonly prefix?: string
  /** Module that families are written with. @default '#belfry' */
  readonly module?: string
}

const words: Readonly<Record<MetricType, string>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
  info: 'info',
  unknown: 'untyped',
}
const lineWidth = 120
/** Longer files say why they are. */
const manyLines = 300
const whyLong = 'It is as long as the list of what is exposed: one capture replaces all of it, so it stays one file.'

/** A capture as the TypeScript file that holds it, formatted. */
export function renderCapture(capture: Capture, names: CaptureNames = {}): string {
  const families = capture.families.map(({ name }) => name)
  const prefix = names.prefix ?? commonPrefix(families)
  const keys = metricKeys(families, prefix)
  const used = [...new Set(capture.families.map(({ type }) => words[type]))].sort()
  const constant = names.constant ?? `${[...metricKeys([prefix], '').values()][0] ?? ''}Captured`
  const code = [
    `import { captured } from '${names.module ?? '#belfry'}'`,
    '',
    `export const ${constant} = captured(({ ${used.join(', ')} }) => ({`,
    ...capture.families.flatMap((family) => familyLines(keys.get(family.name) ?? family.name, family)),
    '}))',
    '',
  ]
  return [...headerOf(capture, code.length), ...code].join('\n')
}

function headerOf({ program, versions }: Capture, lines: number): readonly string[] {
  const source = [program === '' ? 'an exposition' : program, versions.join(' and ')]
    .filter((part) => part !== '')
    .join(' ')
  return [
    `// Captured from ${source} by \`belfry catalog capture\`: do not edit, capture again.`,
    '// What a capture cannot see, such as help texts, stands in the file that imports this one.',
    ...(lines > manyLines ? [`// ${whyLong}`] : []),
    '',
  ]
}

function familyLines(key: string, family: CapturedFamily): readonly string[] {
  const facts = factsOf(family)
  const notes = family.earlierTypes.map(
    ({ version, type }) => `  // ${version} calls it ${type === 'unknown' ? 'untyped' : type}.`,
  )
  const call = `  ${key}: ${words[family.type]}(`
  const name = quote(family.name)
  const flat = facts.length === 0 ? '' : `, { ${facts.map(([fact, value]) => `${fact}: ${value.flat}`).join(', ')} }`
  const line = `${call}${name}${flat}),`
  if (line.length <= lineWidth) return [...notes, line]
  if (facts.length === 0) return [...notes, call, `    ${name},`, '  ),']
  const first = `${call}${name}, {`
  if (first.length <= lineWidth) return [...notes, first, ...factLines(facts, '    '), '  }),']
  return [...notes, call, `    ${name},`, '    {', ...factLines(facts, '      '), '    },', '  ),']
}

function factLines(facts: readonly Fact[], indent: string): readonly string[] {
  return facts.flatMap(([name, value]) => {
    const flat = `${indent}${name}: ${value.flat},`
    return flat.length <= lineWidth
      ? flat
      : [`${indent}${name}: ${value.open}`, ...value.lines(indent), `${indent}${value.close},`]
  })
}

type Fact = readonly [name: string, value: Written]

/** A value on one line, and the same over several. */
interface Written {
  readonly flat: string
  readonly open: string
  readonly close: string
  readonly lines: (indent: string) => readonly string[]
}

function factsOf(family: CapturedFamily): readonly Fact[] {
  const { labels, versions, buckets, quantiles } = family
  const values = labels.filter((label) => label.values.length > 0)
  const sometimes = labels.filter(({ always }) => !always)
  const unit = unitOf(family)
  return [
    ...some('labels', texts(labels.map(({ name }) => name))),
    ...some('sometimes', texts(sometimes.map(({ name }) => name))),
    ...(unit === '' ? [] : [['unit', { flat: quote(unit), open: quote(unit), close: '', lines: () => [] }] as const]),
    ...(values.length === 0
      ? []
      : [['values', record(values.map((label) => [propertyKey(label.name), texts(label.values)] as const))] as const]),
    // Without it a histogram would have the default buckets.
    ...(family.type === 'histogram' ? [['buckets', numbers(buckets)] as const] : []),
    ...some('quantiles', numbers(quantiles)),
    ...some('versions', texts(versions)),
  ]

  function some(name: string, value: Written): readonly Fact[] {
    return value.flat === '[]' ? [] : [[name, value]]
  }
}

/** Units that the name does not tell. */
function unitOf({ name, unit }: CapturedFamily): string {
  return ['seconds', 'bytes', 'ratio', 'celsius', 'volts'].includes(unit) && suffixUnit(name) !== unit ? unit : ''
}

function texts(values: readonly string[]): Written {
  const parts = values.map(quote)
  return {
    flat: `[${parts.join(', ')}]`,
    open: '[',
    close: ']',
    lines: (indent) => parts.map((part) => `${indent}  ${part},`),
  }
}

/** Numbers fill their lines, as formatters have them. */
function numbers(values: readonly number[]): Written {
  const parts = values.map(String)
  return { flat: `[${parts.join(', ')}]`, open: '[', close: ']', lines: (indent) => fill(parts, `${indent}  `) }
}

function fill(parts: readonly string[], indent: string): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const part of parts) {
    const longer = line === '' ? `${part},` : `${line} ${part},`
    if (line !== '' && indent.length + longer.length > lineWidth) {
      lines.push(`${indent}${line}`)
      line = `${part},`
    } else line = longer
  }
  return [...lines, `${indent}${line}`]
}

function record(entries: readonly Fact[]): Written {
  return {
    flat: `{ ${entries.map(([name, value]) => `${name}: ${value.flat}`).join(', ')} }`,
    open: '{',
    close: '}',
    lines: (indent) => factLines(entries, `${indent}  `),
  }
}

/** Names of labels may be any text in Prometheus 3. */
function propertyKey(name: string): string {
  return /^[a-zA-Z_]\w*$/.test(name) ? name : quote(name)
}

/** As the formatter quotes: double quotes only around text with more single ones. */
function quote(text: string): string {
  const json = JSON.stringify(text)
  if (text.includes("'") && !text.includes('"')) return json
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}
