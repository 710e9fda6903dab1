import type { Problem } from '../errors/problem.ts'
import { type CheckPage, readCheckPage } from './check-page.ts'
import { whereText } from './distinct-problems.ts'
import { inOrder } from './report-order.ts'

/** What a log says of the tool. */
export interface SarifTool {
  readonly version: string
  /** The page of a check as Markdown; empty for what has none. */
  page(id: string): string
  /** Where that page can be read; empty when nowhere. */
  pageUrl(id: string): string
}

/** Problems as a SARIF 2.1.0 log, as code scanning reads it. */
export function reportSarif(problems: readonly Problem[], tool: SarifTool): string {
  const ordered = inOrder(problems)
  const ids = [...new Set(ordered.map(({ id }) => id))].sort()
  const seen = new Map<string, number>()
  const run = {
    tool: { driver: { name: 'Belfry', version: tool.version, rules: ids.map((id) => ruleOf(id, tool)) } },
    columnKind: 'utf16CodeUnits',
    results: ordered.map((problem) => resultOf(problem, ids.indexOf(problem.id), seen)),
  }
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
  return `${JSON.stringify(log, null, 2)}\n`
}

function ruleOf(id: string, tool: SarifTool) {
  const [text, url] = [tool.page(id), tool.pageUrl(id)]
  return { id, ...(text === '' ? {} : described(readCheckPage(text))), ...(url === '' ? {} : { helpUri: url }) }
}

function described({ short, full, severity, markdown }: CheckPage) {
  return {
    shortDescription: { text: short },
    fullDescription: { text: full },
    defaultConfiguration: { level: severity },
    // Readers without Markdown read Markdown.
    help: { text: markdown, markdown },
  }
}

function resultOf(problem: Problem, ruleIndex: number, seen: Map<string, number>) {
  const { id, severity, message, hint } = problem
  const text = `${message}${whereText(problem)}`
  return {
    ruleId: id,
    ruleIndex,
    level: severity,
    message: { text: hint === '' ? text : `${text}. ${hint}` },
    ...locationOf(problem),
    partialFingerprints: { 'belfry/v1': fingerprintOf(problem, seen) },
  }
}

function locationOf({ place, end, path }: Problem) {
  if (place === null) return {}
  const region = {
    startLine: place.line,
    startColumn: place.column,
    ...(end === undefined ? {} : { endLine: end.line, endColumn: end.column }),
  }
  const physicalLocation = {
    artifactLocation: { uri: uriOf(place.file), ...(isAbsolute(place.file) ? {} : { uriBaseId: '%SRCROOT%' }) },
    region,
  }
  return {
    locations: [{ physicalLocation, ...(path === '' ? {} : { logicalLocations: [{ fullyQualifiedName: path }] }) }],
  }
}

const isAbsolute = (file: string): boolean => /^(?:\/|[a-zA-Z]:[\\/])/.test(file)

function uriOf(file: string): string {
  const path = file
    .replaceAll('\\', '/')
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replace(/^([a-zA-Z])%3A/, '$1:')
  return isAbsolute(file) ? `file://${path.startsWith('/') ? '' : '/'}${path}` : path
}

/** The same for the same problem wherever it moves in its file; equal ones are counted. */
function fingerprintOf({ id, path, place, message, fragment }: Problem, seen: Map<string, number>): string {
  const about = fragment === undefined ? message : fragment.query.slice(fragment.from, fragment.to)
  const key = JSON.stringify([id, place?.file ?? '', path, about])
  const count = (seen.get(key) ?? 0) + 1
  seen.set(key, count)
  return `${fnv1a(key)}:${count}`
}

/** 64-bit FNV-1a over UTF-16 units, in hexadecimal. */
function fnv1a(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (let index = 0; index < text.length; index++) {
    hash ^= BigInt(text.charCodeAt(index))
    hash = BigInt.asUintN(64, hash * 0x100000001b3n)
  }
  return hash.toString(16).padStart(16, '0')
}
