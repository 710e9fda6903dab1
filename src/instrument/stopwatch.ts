/** @param start - what `performance.now()` said. */
export function secondsSince(start: number): number {
  return (performance.now() - start) / 1000
}
