/** Files of strangers, and what is known to exist for them. */
export interface ForeignOptions {
  readonly rules?: readonly string[]
  readonly dashboards?: readonly string[]
  readonly catalog?: readonly string[]
}

/** Whether files of strangers are to be checked, and not the stack. */
export function namesForeignFiles({ rules = [], dashboards = [] }: ForeignOptions): boolean {
  return rules.length + dashboards.length > 0
}
