import type { Problem } from '../errors/problem.ts'

/** Each problem once: the same fault in all environments is one fault; one that only some have says so. */
export function distinctProblems(found: ReadonlyMap<string, readonly Problem[]>): readonly Problem[] {
  const distinct = new Map<string, { readonly problem: Problem; readonly environments: string[] }>()
  for (const [environment, problems] of found)
    for (const problem of problems) {
      const key = JSON.stringify([problem.id, problem.path, problem.message, problem.fragment?.from])
      const known = distinct.get(key)
      if (known === undefined) distinct.set(key, { problem, environments: [environment] })
      else if (!known.environments.includes(environment)) known.environments.push(environment)
    }
  return [...distinct.values()].map(({ problem, environments }) =>
    environments.length === found.size ? problem : { ...problem, environments },
  )
}

/** Such as ` in production`; empty when a problem is everywhere. */
export function whereText({ environments }: Problem): string {
  return environments === undefined ? '' : ` in ${environments.join(', ')}`
}
