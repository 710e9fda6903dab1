/** One use of a variable in a text. */
export interface VariableUse {
  /** Without `$`: `job`, `__rate_interval`. */
  readonly name: string
  readonly from: number
  readonly to: number
}

/** `$name`, `${name}`, `${name:format}`, `${name.field}`, `[[name]]`, `[[name:format]]`. */
const pattern =
  /\$(?<plain>[a-zA-Z_]\w*)|\$\{(?<braced>[a-zA-Z_]\w*)(?:\.[^:}]+)?(?::[^}]+)?\}|\[\[(?<square>[a-zA-Z_]\w*)(?:\.[^:\]]+)?(?::[^\]]+)?\]\]/y

/** The variable that begins at an offset, or `null`. */
export function variableAt(text: string, at: number): VariableUse | null {
  const first = text[at]
  if (first !== '$' && first !== '[') return null
  pattern.lastIndex = at
  const match = pattern.exec(text)
  if (match === null) return null
  const { plain, braced, square } = match.groups ?? {}
  return { name: plain ?? braced ?? square ?? '', from: at, to: at + match[0].length }
}
