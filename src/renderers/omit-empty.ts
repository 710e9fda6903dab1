/** The value, or `undefined` when it says nothing: such keys are left out, so that files read well. */
export function omitEmpty<T>(value: T): T | undefined {
  if (value === null || value === '' || value === 0 || value === false) return undefined
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) return undefined
  return value
}
