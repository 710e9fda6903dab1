/** Column types of the vector extensions. */
const vectorTypes = "('vector', 'halfvec', 'sparsevec', 'ruvector')"

/**
 * SQL: the ids of vector indexes.
 *
 * @param pattern - placeholder of the pattern that the name or the access method matches.
 */
export function vectorIndexes(pattern: string): string {
  return `
    SELECT i.oid AS indexrelid
    FROM pg_class i JOIN pg_am m ON m.oid = i.relam
    WHERE i.relkind = 'i' AND (m.amname ~ ${pattern} OR i.relname ~ ${pattern})`
}

/**
 * SQL: the ids of vector tables, those with a vector column or a vector index.
 *
 * @param column - placeholder of the usual name of a vector column.
 * @param pattern - placeholder of the pattern of vector indexes.
 */
export function vectorTables(column: string, pattern: string): string {
  return `
    SELECT a.attrelid AS relid
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attnum > 0 AND NOT a.attisdropped AND (a.attname = ${column} OR t.typname IN ${vectorTypes})
    UNION
    SELECT x.indrelid FROM pg_index x JOIN (${vectorIndexes(pattern)}) v USING (indexrelid)`
}
