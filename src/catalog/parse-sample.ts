import type { ExpositionFormat, Sample } from './exposition.ts'
import type { LineCursor } from './line-cursor.ts'

/** A series with more labels than any exporter has is refused before it costs memory. */
const labelLimit = 200

/** Reads the line of a sample: name, labels, value, timestamp and, in OpenMetrics, exemplar. */
export function parseSample(cursor: LineCursor, format: ExpositionFormat): Sample {
  const strict = format === 'openmetrics'
  const name = cursor.metricName()
  if (!strict) cursor.skipBlanks()
  const labels = cursor.accept('{') ? parseLabels(cursor, strict) : new Map<string, string>()
  if (!strict) cursor.skipBlanks()
  else cursor.expectBlanks()
  const value = cursor.number('a value')
  parseTimestamp(cursor, strict)
  if (strict && cursor.accept('#')) parseExemplar(cursor)
  if (!cursor.atEnd) cursor.fail('expected the end of the line')
  return { name, labels, value }
}

function parseTimestamp(cursor: LineCursor, strict: boolean): void {
  cursor.skipBlanks()
  if (cursor.atEnd || (strict && cursor.text[cursor.column - 1] === '#')) return
  const column = cursor.column
  const timestamp = cursor.number('a timestamp')
  if (!Number.isFinite(timestamp)) cursor.fail('a timestamp must be finite', column)
  if (!strict && !Number.isInteger(timestamp)) cursor.fail('a timestamp is whole milliseconds', column)
  cursor.skipBlanks()
}

function parseExemplar(cursor: LineCursor): void {
  cursor.expectBlanks()
  cursor.expect('{')
  parseLabels(cursor, true)
  cursor.expectBlanks()
  cursor.number('the value of the exemplar')
  cursor.skipBlanks()
  if (!cursor.atEnd) cursor.number('the timestamp of the exemplar')
}

/** What stands between braces; the opening one is read. OpenMetrics allows no blanks and no comma at the end. */
function parseLabels(cursor: LineCursor, strict: boolean): ReadonlyMap<string, string> {
  const labels = new Map<string, string>()
  const pass = () => {
    if (!strict) cursor.skipBlanks()
  }
  pass()
  while (!cursor.accept('}')) {
    const column = cursor.column
    const name = cursor.labelName()
    if (labels.has(name)) cursor.fail(`label ${name} stands twice`, column)
    if (labels.size === labelLimit) cursor.fail(`more than ${labelLimit} labels`, column)
    pass()
    cursor.expect('=')
    pass()
    labels.set(name, cursor.quoted())
    pass()
    if (cursor.accept(',')) {
      pass()
      if (strict && cursor.text[cursor.column - 1] === '}') cursor.fail('expected a label name')
    } else if (cursor.text[cursor.column - 1] !== '}') cursor.fail('expected "," or "}"')
  }
  return labels
}
