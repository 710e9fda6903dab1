import type { ExpositionFormat, Sample } from './exposition.ts'
import type { LineCursor } from './line-cursor.ts'

/** A series with more labels than any exporter has is refused before it costs memory. */
const labelLimit = 200

/**
 * Reads the line of a sample: name, labels, value, timestamp and, in OpenMetrics, exemplar. A name that is no word
 * stands first between the braces, as in `{"my.metric",a="b"} 1`.
 */
export function parseSample(cursor: LineCursor, format: ExpositionFormat): Sample {
  const strict = format === 'openmetrics'
  const column = cursor.column
  const bare = cursor.nextIs('{') ? '' : cursor.metricName()
  if (!strict) cursor.skipBlanks()
  const { quoted, labels } = cursor.accept('{') ? parseBraces(cursor, strict) : { quoted: '', labels: new Map() }
  if ((bare === '') === (quoted === '')) cursor.fail(bare === '' ? 'expected a metric name' : 'a second name', column)
  if (!strict) cursor.skipBlanks()
  else cursor.expectBlanks()
  const value = cursor.number('a value')
  parseTimestamp(cursor, strict)
  if (strict && cursor.accept('#')) parseExemplar(cursor)
  if (!cursor.atEnd) cursor.fail('expected the end of the line')
  return { name: bare || quoted, labels, value }
}

function parseTimestamp(cursor: LineCursor, strict: boolean): void {
  cursor.skipBlanks()
  if (cursor.atEnd || (strict && cursor.nextIs('#'))) return
  const column = cursor.column
  const timestamp = cursor.number('a timestamp')
  if (!Number.isFinite(timestamp)) cursor.fail('a timestamp must be finite', column)
  if (!strict && !Number.isInteger(timestamp)) cursor.fail('a timestamp is whole milliseconds', column)
  cursor.skipBlanks()
}

function parseExemplar(cursor: LineCursor): void {
  cursor.expectBlanks()
  cursor.expect('{')
  const column = cursor.column
  if (parseBraces(cursor, true).quoted !== '') cursor.fail('an exemplar has labels only', column)
  cursor.expectBlanks()
  cursor.number('the value of the exemplar')
  cursor.skipBlanks()
  if (!cursor.atEnd) cursor.number('the timestamp of the exemplar')
}

interface Braces {
  /** A metric name in quotes; empty when there is none. */
  readonly quoted: string
  readonly labels: ReadonlyMap<string, string>
}

/** What stands between braces; the opening one is read. OpenMetrics allows no blanks and no comma at the end. */
function parseBraces(cursor: LineCursor, strict: boolean): Braces {
  const labels = new Map<string, string>()
  let quoted = ''
  const pass = () => {
    if (!strict) cursor.skipBlanks()
  }
  pass()
  while (!cursor.accept('}')) {
    const column = cursor.column
    const isQuoted = cursor.nextIs('"')
    const name = isQuoted ? cursor.quoted() : cursor.labelName()
    pass()
    if (isQuoted && !cursor.nextIs('=')) {
      if (quoted !== '') cursor.fail('a second name', column)
      quoted = name
    } else {
      if (labels.has(name)) cursor.fail(`label ${name} stands twice`, column)
      if (labels.size === labelLimit) cursor.fail(`more than ${labelLimit} labels`, column)
      cursor.expect('=')
      pass()
      labels.set(name, cursor.quoted())
      pass()
    }
    if (cursor.accept(',')) {
      pass()
      if (strict && cursor.nextIs('}')) cursor.fail('expected a label name')
    } else if (!cursor.nextIs('}')) cursor.fail('expected "," or "}"')
  }
  return { quoted, labels }
}
