/** A regular expression that somebody wrote; `null` for what is none. */
export function readRegex(source: string, flags = ''): RegExp | null {
  try {
    return new RegExp(source, flags)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
