import type { Change, QueryOperator } from './change.ts'

/** `by (job, instance)` becomes `by (job)`, and so on. */
export const dropGroupingLabel: QueryOperator = ({ node }) => {
  if (node.kind !== 'aggregation' || node.grouping === null) return []
  const { kind, labels, from, to } = node.grouping
  // One that is named twice counts once.
  const distinct = new Map(labels.map((label) => [label.text, label]))
  return [...distinct.values()].map((dropped): Change => {
    const kept = labels.filter(({ text }) => text !== dropped.text)
    const rest = kept.map(({ text, quoted }) => (quoted ? `"${text}"` : text))
    return {
      operator: 'grouping',
      anchor: from,
      name: dropped.text,
      words: `\`${dropped.text}\` is dropped from \`${kind}\``,
      from,
      to,
      replacement: `${kind} (${rest.join(', ')})`,
    }
  })
}
