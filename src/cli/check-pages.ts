import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installDir } from './paths.ts'

/** The page of a check; empty for what has none, such as the engines' own checkers. */
export function checkPage(id: string): string {
  try {
    return readFileSync(join(installDir(), 'docs/checks', `${id}.md`), 'utf8')
  } catch {
    return ''
  }
}

/** Where the page can be read: in the repository that `package.json` names, if it names one. */
export function checkPageUrl(id: string): string {
  const { repository = '' } = JSON.parse(readFileSync(join(installDir(), 'package.json'), 'utf8')) as Package
  const url = (typeof repository === 'string' ? repository : repository.url).replace(/^git\+|\.git$/g, '')
  return /^https?:\/\//.test(url) && checkPage(id) !== '' ? `${url}/blob/HEAD/docs/checks/${id}.md` : ''
}

interface Package {
  readonly repository?: string | { readonly url: string }
}
