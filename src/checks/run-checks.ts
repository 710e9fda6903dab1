import type { Problem } from '../errors/problem.ts'
import type { Model } from '../model/model.ts'
import type { Allowances } from '../spec/rules.ts'
import type { Finding } from './check.ts'
import { type Definition, definitionsOf, foreignDefinitionsOf } from './definitions.ts'
import type { AnyCheck, SubjectCheck } from './query-check.ts'
import { readingsOf } from './readings.ts'
import type { Subjects } from './subject.ts'
import { subjectsOf } from './subjects-of.ts'
import { TemplateReader } from './template/alert-templates.ts'
import { type World, worldOf } from './world.ts'

/** Id of the problem of an allowance that allows nothing. */
export const unusedAllowance = 'allow-unused'

/** All problems of a model; a finding that its definition allows with a reason is none. */
export function runChecks(model: Model, checks: readonly AnyCheck[]): readonly Problem[] {
  let run: ((check: SubjectCheck) => readonly Finding[]) | null = null
  return allowed(checks, definitionsOf(model), (check) => {
    if (check.kind === undefined) return check.run(model)
    run ??= onSubjects(subjectsOf(model), worldOf(model), checks)
    return run(check)
  })
}

/** All problems of the queries in strangers' files. */
export function runQueryChecks(subjects: Subjects, world: World, checks: readonly SubjectCheck[]): readonly Problem[] {
  return allowed(checks, foreignDefinitionsOf(subjects), onSubjects(subjects, world, checks))
}

/** Each query is looked at by all its checks before the next one is: what is known of it is at hand then. */
function onSubjects(
  subjects: Subjects,
  world: World,
  checks: readonly AnyCheck[],
): (check: SubjectCheck) => readonly Finding[] {
  const found = new Map<string, Finding[]>()
  const perText = withFindings(
    checks.filter((check) => check.kind === 'text'),
    found,
  )
  const perReading = withFindings(
    checks.filter((check) => check.kind === 'reading'),
    found,
  )
  const perTemplate = withFindings(
    checks.filter((check) => check.kind === 'template'),
    found,
  )
  if (found.size > 0) {
    const readings = readingsOf(subjects, world)
    const known = readings.world
    const templates = new TemplateReader(world, known)
    for (const subject of subjects.queries) {
      for (const { check, all } of perText) keep(all, check.inspect(subject, world))
      const reading = readings.of(subject)
      if (reading !== null) for (const { check, all } of perReading) keep(all, check.inspect(reading, world, known))
      if (subject.where !== 'alert' || perTemplate.length === 0) continue
      for (const template of templates.templatesOf(subject, reading))
        for (const { check, all } of perTemplate) keep(all, check.inspect(template, world, known))
    }
  }
  return (check) => (check.kind === 'query' ? check.run(subjects, world) : (found.get(check.id) ?? []))
}

/** Each check with the list of what it finds. */
function withFindings<C extends SubjectCheck>(checks: readonly C[], found: Map<string, Finding[]>) {
  return checks.map((check) => {
    const all: Finding[] = []
    found.set(check.id, all)
    return { check, all }
  })
}

function keep(all: Finding[], found: readonly Finding[]): void {
  if (found.length > 0) all.push(...found)
}

/** Runs checks, and takes out what definitions allow. An allowance of a check that is not run is not judged. */
function allowed<C extends AnyCheck>(
  checks: readonly C[],
  definitions: readonly Definition[],
  run: (check: C) => readonly Finding[],
): readonly Problem[] {
  const used = new Map<Allowances, Set<string>>()
  const problems: Problem[] = []
  for (const check of checks)
    for (const finding of run(check)) {
      if (finding.allow === undefined || !(check.id in finding.allow)) problems.push(toProblem(check, finding))
      else used.set(finding.allow, (used.get(finding.allow) ?? new Set()).add(check.id))
    }
  return [...problems, ...unusedAllowances(definitions, checks, used)]
}

function toProblem(check: AnyCheck, { severity = check.severity, ...finding }: Finding): Problem {
  const { message, hint, path, place, fragment } = finding
  const problem = { id: check.id, severity, message, hint, path }
  if (fragment === undefined) return { ...problem, place }
  const { query, from, to } = fragment
  const shown = { query: query.text, from, to }
  if (query.placeAt !== undefined)
    return { ...problem, place: query.placeAt(from), end: query.placeAt(to), fragment: { ...shown, below: 0 } }
  const line = query.text.slice(0, from).split('\n').length - 1
  return { ...problem, place: query.place, fragment: { ...shown, below: query.lines[line] ?? 0 } }
}

function unusedAllowances(
  definitions: readonly Definition[],
  checks: readonly AnyCheck[],
  used: ReadonlyMap<Allowances, ReadonlySet<string>>,
): readonly Problem[] {
  const known = new Set(checks.map(({ id }) => id))
  const ahead = new Set(checks.filter((check) => check.kind === undefined && check.allowedAhead).map(({ id }) => id))
  const problems: Problem[] = []
  for (const { allow, path, place } of definitions)
    for (const id in allow) {
      if (used.get(allow)?.has(id) === true || ahead.has(id)) continue
      problems.push({
        id: unusedAllowance,
        severity: 'error',
        message: `${path} allows ${id}, which ${known.has(id) ? 'finds nothing there' : 'is no check'}`,
        hint: 'Remove the allowance.',
        path: `${path}.allow.${id}`,
        place,
      })
    }
  return problems
}
