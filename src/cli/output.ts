/** Results go to standard output, talk goes to standard error. */
export function result(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** Something that a person wants to know while the command works. */
export function talk(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** A JSON result. */
export function resultJson(value: unknown): void {
  result(JSON.stringify(value, null, 2))
}

/** Whether a missing tool must not be passed over: in CI, or when asked for. */
export function isStrict(options: { readonly strict?: boolean }): boolean {
  return options.strict === true || process.env.CI === 'true'
}
