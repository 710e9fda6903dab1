import { z } from 'zod'
import type { Place } from './place.ts'
import type { Problem } from './problem.ts'

export { z }

/** Where a value that is validated comes from. */
export interface Origin {
  /** Dotted path of the value in the spec. */
  readonly path: string
  readonly place: Place | null
}

/** What a schema finds wrong with a value: one problem for each fault. */
export function validate(schema: z.ZodType, value: unknown, origin: Origin): readonly Problem[] {
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
