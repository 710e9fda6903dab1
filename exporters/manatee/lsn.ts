/**
 * The position of a PostgreSQL log sequence number, in bytes: `3/12345678` is 0x3_12345678.
 *
 * @returns `null` for what is none, and for the invalid position `0/0`. Positions above 2^53 are rounded only once, to
 * the nearest number that a sample can hold.
 */
export function lsnBytes(text: unknown): number | null {
  if (typeof text !== 'string') return null
  const [, high, low] = /^([\dA-F]{1,8})\/([\dA-F]{1,8})$/i.exec(text) ?? []
  if (high === undefined || low === undefined) return null
  const position = (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)
  return position === 0n ? null : Number(position)
}
