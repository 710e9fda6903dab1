import type { Model } from '../model/model.ts'
import { rulesOf } from '../model/rules.ts'
import type { Emitter, MetricType } from '../spec/metrics.ts'

/** A metric as the console lists it. */
interface CatalogLine {
  readonly name: string
  /** `rule` for what a recording rule computes. */
  readonly type: MetricType | 'rule'
  readonly help: string
  readonly unit: string
  readonly labels: readonly string[]
  readonly emitter: Emitter | 'rule'
  readonly jobs: readonly string[]
  /** Names of alerts and recording rules, uids of dashboards. */
  readonly alerts: readonly string[]
  readonly records: readonly string[]
  readonly dashboards: readonly string[]
}

/** All metrics of the stack, by name, with who emits and who uses them. */
export function consoleCatalog(model: Model): readonly CatalogLine[] {
  const uses = usesOf(model)
  const used = (names: readonly string[]) => {
    const all = names.flatMap((name) => uses.get(name) ?? [])
    const of = (kind: Use['kind']) => [...new Set(all.filter((use) => use.kind === kind).map(({ name }) => name))]
    return { alerts: of('alert'), records: of('record'), dashboards: of('dashboard') }
  }
  const families = [...model.catalog.entries.values()].map(
    ({ family, jobs }): CatalogLine => ({
      name: family.name,
      type: family.type,
      help: family.help,
      unit: family.unit,
      labels: family.labels,
      emitter: family.emitter ?? 'native',
      jobs: [...new Set(jobs)],
      ...used(['', '_bucket', '_sum', '_count'].map((suffix) => family.name + suffix)),
    }),
  )
  const records = rulesOf(model).flatMap((rule): readonly CatalogLine[] =>
    rule.kind === 'record'
      ? [
          {
            name: rule.name,
            type: 'rule',
            help: rule.expr.text.replace(/\s+/g, ' '),
            unit: 'none',
            labels: Object.keys(rule.labels),
            emitter: 'rule',
            jobs: [],
            ...used([rule.name]),
          },
        ]
      : [],
  )
  const unique = new Map([...families, ...records].map((line) => [line.name, line]))
  return [...unique.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
}

interface Use {
  readonly kind: 'alert' | 'record' | 'dashboard'
  readonly name: string
}

/** By the names in queries, whether they are names of metrics or not. */
function usesOf(model: Model): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>()
  const add = (query: string, use: Use): void => {
    for (const name of namesIn(query)) {
      const known = uses.get(name)
      if (known === undefined) uses.set(name, [use])
      else known.push(use)
    }
  }
  for (const rule of rulesOf(model)) add(rule.expr.text, { kind: rule.kind, name: rule.name })
  for (const { uid, rows, variables } of model.dashboards) {
    const use = { kind: 'dashboard', name: uid } as const
    for (const { panels } of rows) for (const { targets } of panels) for (const { expr } of targets) add(expr.text, use)
    for (const variable of variables) if (variable.type === 'query') add(variable.query.text, use)
  }
  return uses
}

/** Queries of dashboards hold variables, which no parser takes; so names are read from the text, quoted parts left out. */
function namesIn(query: string): ReadonlySet<string> {
  const bare = query.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|#.*/g, ' ')
  return new Set(bare.match(/[A-Za-z_:][\w:]*/g) ?? [])
}
