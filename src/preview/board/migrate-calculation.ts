const calculations: Readonly<Record<string, string>> = {
  avg: 'mean',
  current: 'lastNotNull',
  total: 'sum',
  min: 'min',
  max: 'max',
  first: 'firstNotNull',
  delta: 'delta',
  diff: 'diff',
  range: 'range',
  count: 'count',
  name: 'lastNotNull',
}

/** The reducer of an old panel's word. */
export function calculationOf(word: string): string {
  return calculations[word] ?? 'mean'
}
