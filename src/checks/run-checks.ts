import type { Problem } from '../errors/problem.ts'
import type { Model } from '../model/model.ts'
import type { Allowances } from '../spec/rules.ts'
import type { Check, Finding } from './check.ts'
import { alertPath, alertsOf, panelsOf, recordingsOf } from './walk.ts'

/** Id of the problem of an allowance that allows nothing. */
export const unusedAllowance = 'allow-unused'

/** All problems of a model; a finding that its definition allows with a reason is none. */
export function runChecks(model: Model, checks: readonly Check[]): readonly Problem[] {
  const used = new Map<Allowances, Set<string>>()
  const problems = checks.flatMap((check) =>
    check.run(model).flatMap((finding): readonly Problem[] => {
      if (finding.allow === undefined || !(check.id in finding.allow)) return [toProblem(check, finding)]
      used.set(finding.allow, (used.get(finding.allow) ?? new Set()).add(check.id))
      return []
    }),
  )
  return [...problems, ...unusedAllowances(model, checks, used)]
}

function toProblem({ id, severity }: Check, { message, hint, path, place, fragment }: Finding): Problem {
  if (fragment === undefined) return { id, severity, message, hint, path, place }
  const { query, from, to } = fragment
  const line = query.text.slice(0, from).split('\n').length - 1
  const below = query.lines[line] ?? 0
  return { id, severity, message, hint, path, place: query.place, fragment: { query: query.text, from, to, below } }
}

function unusedAllowances(
  model: Model,
  checks: readonly Check[],
  used: ReadonlyMap<Allowances, ReadonlySet<string>>,
): readonly Problem[] {
  const known = new Set(checks.map(({ id }) => id))
  return definitions(model).flatMap(({ allow, path, place }) =>
    Object.keys(allow)
      .filter((id) => used.get(allow)?.has(id) !== true)
      .map((id) => ({
        id: unusedAllowance,
        severity: 'error' as const,
        message: `${path} allows ${id}, which ${known.has(id) ? 'finds nothing there' : 'is no check'}`,
        hint: 'Remove the allowance.',
        path: `${path}.allow.${id}`,
        place,
      })),
  )
}

function definitions(model: Model) {
  return [
    ...alertsOf(model).map((alert) => ({ allow: alert.allow, path: alertPath(alert), place: alert.place })),
    ...recordingsOf(model).map((rule) => ({
      allow: rule.allow,
      path: `${rule.system}.records.${rule.name}`,
      place: rule.place,
    })),
    ...panelsOf(model).map(({ dashboard, panel }) => ({
      allow: panel.allow,
      path: `dashboards.${dashboard.key}.${panel.title}`,
      place: panel.place,
    })),
  ]
}
