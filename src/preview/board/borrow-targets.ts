import { type Json, type JsonObject, listOf, objectOf } from './json-value.ts'

/** Panels that show the data of another panel get its queries, and its transformations when they ask for them. */
export function withBorrowed(panels: readonly Json[]): readonly Json[] {
  const byId = new Map<number, JsonObject>()
  for (const panel of panels.flatMap((one) => [one, ...listOf(objectOf(one).panels)]).map(objectOf))
    if (typeof panel.id === 'number') byId.set(panel.id, panel)
  const borrow = (value: Json): Json => {
    const panel = objectOf(value)
    const inner = listOf(panel.panels)
    const [target] = listOf(panel.targets).map(objectOf)
    const lender = typeof target?.panelId === 'number' ? byId.get(target.panelId) : undefined
    if (lender === undefined || lender === panel)
      return inner.length === 0 ? value : { ...panel, panels: inner.map(borrow) }
    const own = listOf(panel.transformations)
    const before = target?.withTransforms === true ? listOf(lender.transformations) : []
    return {
      ...panel,
      targets: lender.targets ?? [],
      datasource: lender.datasource ?? null,
      transformations: [...before, ...own],
    }
  }
  return panels.map(borrow)
}
