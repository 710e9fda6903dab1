import type { Dashboard, Model, Recording } from '../../src/model/model.ts'

/** A query of a panel, as Grafana would send it with All chosen everywhere. */
export interface PanelQuery {
  readonly system: string
  readonly panel: string
  readonly legend: string
  readonly expr: string
}

export function panelQueries({ dashboards }: Model): readonly PanelQuery[] {
  return dashboards.flatMap((dashboard) =>
    dashboard.rows.flatMap((row) =>
      row.panels.flatMap((panel) =>
        panel.targets.map((target) => ({
          system: dashboard.system,
          panel: `${dashboard.key} / ${panel.title}`,
          legend: target.legend || target.refId,
          expr: interpolate(target.expr.text, dashboard),
        })),
      ),
    ),
  )
}

export function recordings({ ruleFiles }: Model): readonly Recording[] {
  return ruleFiles.flatMap(({ groups }) =>
    groups.flatMap(({ rules }) => rules.filter((rule): rule is Recording => rule.kind === 'record')),
  )
}

/** The example queries of a page. */
export function exampleQueries(page: string): readonly string[] {
  return [...page.matchAll(/^```promql\n(.*?)^```$/gms)].map(([, text = '']) => text.trim())
}

/** A condition has no result while all is well. */
export function isCondition(query: string): boolean {
  return /(?:[<>]=?|!=) \S+$|== 1$/.test(query)
}

function interpolate(expr: string, { variables }: Dashboard): string {
  const values: Record<string, string> = {
    __rate_interval: '30s',
    __range: '1m',
    __interval: '5s',
    ...Object.fromEntries(variables.map(({ name }) => [name, '.*'])),
  }
  return expr.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => values[name] ?? whole)
}
