/** What a value of foreign JSON is, if it is what it should be. */

export function asRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null
}

export function asList(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null
}

/** Text with something in it. */
export function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

export function asFlag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}

/** A number, or digits in a text, as sizes come. */
export function asNumber(value: unknown): number | null {
  if (typeof value === 'string' && /^\d+$/.test(value)) return Number(value)
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** Seconds since 1970 of an ISO time. */
export function asTimestamp(value: unknown): number | null {
  const text = asText(value)
  const milliseconds = text === null ? Number.NaN : Date.parse(text)
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000
}
