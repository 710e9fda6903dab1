import type { Problem } from '../errors/problem.ts'
import { suggestHint } from '../errors/suggest.ts'
import type { AlertSpec, RuleSpec } from '../spec/rules.ts'
import type { SystemSpec } from '../spec/system.ts'
import type { Alert, Dashboard, Recording, RuleFile } from './model.ts'
import { dashboardUrl, ruleGroupName, runbookUrl } from './names.ts'

/** What rules take from the rest of the model. */
export interface RuleContext {
  readonly evaluationInterval: string
  readonly urls: { readonly grafana: string; readonly runbooks: string }
  readonly dashboards: readonly Dashboard[]
}

/** The rules of a system after the stack's changes; an unknown alert among them is a problem. */
export function applyOverrides(
  system: SystemSpec,
  rules: readonly RuleSpec[],
): { rules: readonly RuleSpec[]; problems: readonly Problem[] } {
  const names = rules.flatMap((rule) => (rule.kind === 'alert' ? [rule.name] : []))
  const problems = Object.keys(system.alerts)
    .filter((name) => !names.includes(name))
    .map((name) => ({
      id: 'spec-valid',
      severity: 'error' as const,
      message: `${system.name}.alerts.${name}: ${system.title} has no alert ${name}`,
      hint: suggestHint(name, names),
      path: `${system.name}.alerts.${name}`,
      place: system.place,
    }))
  const changed = rules.flatMap((rule): RuleSpec[] => {
    const override = rule.kind === 'alert' ? system.alerts[rule.name] : undefined
    if (override === undefined) return [rule]
    return override === false ? [] : [{ ...rule, ...override } as RuleSpec]
  })
  return { rules: changed, problems }
}

/** The rule file of a system: one group, recordings first because alerts may use them. */
export function resolveRules(system: string, rules: readonly RuleSpec[], context: RuleContext): RuleFile {
  const recordings = rules.flatMap((rule): Recording[] =>
    rule.kind === 'record'
      ? [
          {
            kind: 'record',
            name: rule.name,
            system,
            expr: rule.expr,
            labels: rule.labels ?? {},
            allow: rule.allow ?? {},
            place: rule.place,
          },
        ]
      : [],
  )
  const alerts = rules.flatMap((rule) => (rule.kind === 'alert' ? [resolveAlert(system, rule, context)] : []))
  return {
    system,
    groups: [{ name: ruleGroupName(system), interval: context.evaluationInterval, rules: [...recordings, ...alerts] }],
  }
}

function resolveAlert(system: string, spec: AlertSpec, { urls, dashboards }: RuleContext): Alert {
  const own = dashboards.find((one) => one.key === spec.dashboard)
  const dashboard =
    own ?? dashboards.find((one) => one.system === system) ?? dashboards.find((one) => one.system === '')
  return {
    kind: 'alert',
    name: spec.name,
    system,
    expr: spec.expr,
    for: spec.for ?? '0s',
    keepFiringFor: spec.keepFiringFor ?? '0s',
    severity: spec.severity,
    labels: { severity: spec.severity, system, ...spec.labels },
    annotations: {
      summary: spec.summary,
      description: spec.description,
      runbook_url: runbookUrl(urls.runbooks, system, spec.name),
      ...(dashboard === undefined ? {} : { dashboard_url: dashboardUrl(urls.grafana, dashboard.uid) }),
      ...spec.annotations,
    },
    dashboardUid: dashboard?.uid ?? '',
    allow: spec.allow ?? {},
    place: spec.place,
  }
}
