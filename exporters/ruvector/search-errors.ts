interface TableName {
  readonly schema: string
  readonly table: string
}

/** Failed searches by table, counted by the probes and shown with the table's other operations. */
export interface SearchErrors {
  add(table: TableName): void
  count(table: TableName): number
}

export function createSearchErrors(): SearchErrors {
  const counts = new Map<string, number>()
  const key = ({ schema, table }: TableName) => JSON.stringify([schema, table])
  return {
    add: (table) => void counts.set(key(table), (counts.get(key(table)) ?? 0) + 1),
    count: (table) => counts.get(key(table)) ?? 0,
  }
}
