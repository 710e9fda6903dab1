import type { ZodType } from 'zod'
import type { Place } from './place.ts'
import type { Problem } from './problem.ts'

/** One by one, as the namespace `z` brings all of the package with it: `import * as z` from here. */
export {
  array,
  boolean,
  coerce,
  compile,
  custom,
  discriminatedUnion,
  enum,
  type infer,
  int,
  iso,
  lazy,
  literal,
  looseObject,
  number,
  object,
  type output,
  partialRecord,
  prettifyError,
  record,
  strictObject,
  string,
  tuple,
  union,
  unknown,
  url,
  type ZodError,
  ZodNumber,
  type ZodType,
} from 'zod'

/** Where a value that is validated comes from. */
export interface Origin {
  /** Dotted path of the value in the spec. */
  readonly path: string
  readonly place: Place | null
}

/** What a schema finds wrong with a value: one problem for each fault. */
export function validate(schema: ZodType, value: unknown, origin: Origin): readonly Problem[] {
  const result = schema.safeParse(value)
  if (result.success) return []
  return result.error.issues.flatMap((issue) => {
    const path = [origin.path, ...issue.path.map(String)].filter((part) => part !== '').join('.')
    const texts =
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `unknown key ${JSON.stringify(key)}`)
        : [issue.message]
    return texts.map((text) => ({
      id: 'spec-valid',
      severity: 'error' as const,
      message: `${path}: ${text}`,
      hint: '',
      path,
      place: origin.place,
    }))
  })
}
