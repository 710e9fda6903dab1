import type { QuerySubject } from '../checks/subject.ts'
import { subjectsOf } from '../checks/subjects-of.ts'
import type { Model } from '../model/model.ts'
import type { Duration, Expr } from '../promql/ast.ts'
import { childrenOf } from '../promql/children-of.ts'

/** How close together the samples of a name have to be, so that two of them are in each window over it. */
export type Use = (typeof uses)[number]

/** `closest` is for graphs wider than half a page, whose windows are shortest; with `wide` no window is short. */
const uses = ['wide', 'close', 'closest'] as const

/** A window that is shorter, in milliseconds, is a short one. */
const short = 300_000

/** Names of the series that some rule, panel, variable or annotation reads. */
export function usedNames(model: Model): ReadonlyMap<string, Use> {
  const names = new Map<string, Use>()
  const visit = (node: Expr, use: Use, subject: QuerySubject): void => {
    if (node.kind === 'vector' && node.name !== null) {
      const { text } = node.name
      const before = names.get(text) ?? 'wide'
      names.set(text, uses.indexOf(use) > uses.indexOf(before) ? use : before)
    }
    const within = node.kind === 'matrix' && isShort(node.range, subject) ? closeness(subject) : use
    for (const child of childrenOf(node)) visit(child, within, subject)
  }
  for (const subject of subjectsOf(model).queries) if (subject.expr !== null) visit(subject.expr, 'wide', subject)
  return names
}

const closeness = (subject: QuerySubject): Use =>
  subject.where === 'panel' && subject.panel.gridPos.w > 12 ? 'closest' : 'close'

/** What Grafana puts in for a variable is short on some graph, but for the whole range of time. */
function isShort({ from, to, milliseconds }: Duration, { placeholders }: QuerySubject): boolean {
  const variable = placeholders.find((one) => one.from < to && from < one.to)?.variable
  return variable === undefined ? milliseconds < short : variable !== '__range'
}
