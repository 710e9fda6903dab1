/** A mail in plain words. */
export interface MailContent {
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Decoded text of each part. */
  readonly parts: readonly string[]
}

/** Reads a message in the forms that Alertmanager writes: a list of parts in quoted-printable. */
export function readMail(source: string): MailContent {
  const { headers, body } = split(source.replaceAll('\r\n', '\n'))
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1]
  const bodies = boundary === undefined ? [{ headers, body }] : sections(body, boundary).map(split)
  return {
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, decodeWords(value)])),
    parts: bodies.map((part) => decodeBody(part.body, part.headers['content-transfer-encoding'] ?? '')),
  }
}

function split(text: string): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  const end = text.indexOf('\n\n')
  const head = end < 0 ? text : text.slice(0, end)
  const lines = head.replace(/\n[ \t]+/g, ' ').split('\n')
  const headers = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { headers: Object.fromEntries(headers), body: end < 0 ? '' : text.slice(end + 2) }
}

function sections(body: string, boundary: string): readonly string[] {
  return body
    .split(`--${boundary}`)
    .slice(1)
    .filter((section) => !section.startsWith('--'))
    .map((section) => section.replace(/^\n/, ''))
}

function decodeBody(body: string, encoding: string): string {
  if (/^base64$/i.test(encoding)) return Buffer.from(body, 'base64').toString('utf8')
  return /^quoted-printable$/i.test(encoding) ? decodeQuoted(body.replace(/=\n/g, '')) : body
}

/** Words such as `=?utf-8?q?caf=C3=A9?=`; white space between two of them does not count. */
function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?[^?]+\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : decodeQuoted(text.replaceAll('_', ' ')),
    )
}

function decodeQuoted(text: string): string {
  const bytes = Buffer.from(text, 'utf8')
    .toString('latin1')
    .replace(/=([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
