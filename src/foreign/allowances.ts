import type { Allowances } from '../spec/rules.ts'

const pattern = /^\s*belfry allow ([a-z][a-z0-9-]*): *(\S.*?)\s*$/gm

/** What comments above a rule allow: `# belfry allow query-range: the job is scraped every 10 s`. */
export function allowancesIn(comment: string): Allowances {
  return Object.fromEntries([...comment.matchAll(pattern)].map(([, id = '', reason = '']) => [id, reason]))
}
