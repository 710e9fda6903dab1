import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What each folder of `src/` may import from its neighbours. Every folder may import itself. */
const mayImport: Record<string, readonly string[]> = {
  errors: [],
  formats: ['errors'],
  spec: ['errors'],
  promql: ['errors'],
  model: ['spec', 'promql', 'errors'],
  catalog: ['spec', 'model', 'formats', 'errors'],
  foreign: ['formats', 'promql', 'spec', 'model', 'errors'],
  checks: ['foreign', 'model', 'promql', 'spec', 'errors'],
  renderers: ['model', 'promql', 'spec', 'formats', 'errors'],
  cases: ['checks', 'model', 'promql', 'renderers', 'engines', 'spec', 'formats', 'errors'],
  outputs: ['model/artifact.ts', 'model/names.ts', 'errors'],
  engines: ['errors'],
  drivers: ['model', 'engines', 'spec', 'errors'],
  live: ['errors'],
  preview: ['errors'],
  http: ['formats', 'errors'],
  loader: ['spec', 'model', 'errors'],
  history: ['checks', 'catalog', 'live', 'model', 'promql', 'engines', 'spec', 'errors'],
  exporter: ['spec', 'http', 'formats', 'errors'],
  instrument: ['spec', 'errors'],
  simulator: ['exporter', 'http', 'formats', 'errors'],
  console: ['preview', 'http', 'formats', 'errors'],
  drills: ['drivers', 'live', 'http', 'engines', 'renderers', 'model', 'formats', 'spec', 'errors'],
  cli: [
    'cases',
    'catalog',
    'checks',
    'console',
    'drills',
    'drivers',
    'engines',
    'errors',
    'foreign',
    'formats',
    'history',
    'live',
    'loader',
    'model',
    'outputs',
    'preview',
    'promql',
    'renderers',
    'spec',
  ],
}

/** Folders without effects: no Node.js module, no clock, no chance, no environment. */
const pure = ['errors', 'formats', 'spec', 'promql', 'model', 'catalog', 'foreign', 'checks', 'renderers', 'preview']

/** The one file or folder that knows a package; content and tests do not count. */
const owners: Record<string, string | readonly string[]> = {
  '@grafana/schema': 'src/renderers/',
  '@resvg/resvg-js': 'src/engines/resvg.ts',
  commander: 'src/cli/main.ts',
  dockerode: 'src/drivers/compose/',
  esbuild: 'src/loader/bundle-spec.ts',
  execa: 'src/engines/run-command.ts',
  express: 'src/http/',
  'fastest-levenshtein': 'src/errors/suggest.ts',
  handlebars: 'src/formats/handlebars.ts',
  ioredis: 'src/exporter/redis.ts',
  listr2: 'src/cli/run-steps.ts',
  pg: 'src/exporter/postgres.ts',
  pino: 'src/http/log.ts',
  'pprof-format': 'src/exporter/encode-profile.ts',
  // The service's own metrics, and those of applications.
  'prom-client': ['src/exporter/', 'src/instrument/'],
  'smtp-server': 'src/drills/deliveries/mail-sink.ts',
  // The contract suite that the test of every driver runs.
  vitest: 'src/drivers/contract.ts',
  yaml: 'src/formats/yaml.ts',
  zod: 'src/errors/zod.ts',
}

/** Files over the limit, each with its reason. */
const longFiles: Record<string, string> = {
  'src/model/model.ts': 'the words of the model, read as one page; it holds no code',
  'exporters/node/captured.ts': 'captured, not written',
  'exporters/postgres/captured.ts': 'captured, not written',
  'exporters/prometheus/captured.ts': 'captured, not written',
}
const lineLimit = 300

interface Import {
  readonly specifier: string
  readonly typeOnly: boolean
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(importPattern)].map((match) => ({
    specifier: match[2] ?? match[3] ?? '',
    typeOnly: match[1] !== undefined,
  }))
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}

const sources = filesBelow('src')
const content = ['stack', 'alerts', 'dashboards', 'exporters'].flatMap(filesBelow)
const target = (file: string, specifier: string): string => relative(root, resolve(root, dirname(file), specifier))
const folderOf = (file: string): string => file.split('/')[1] ?? ''

describe('the folders of src', () => {
  test('are those that the architecture page tells of, with what each may import', () => {
    const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
    const [, table = ''] = page.split('| folder of `src/` |')
    const rows = [...table.matchAll(/^\| `(\w+)` \|.* \| ([^|]+) \|$/gm)]
    const told = rows.map(([, folder = '', cell = '']) => {
      const names = cell
        .replace(/^(–|all but )/, '')
        .split(', ')
        .filter((name) => name !== '')
      const all = Object.keys(mayImport).filter((name) => name !== folder && !names.includes(name))
      return [folder, [...(cell.startsWith('all but') ? all : names)].sort()]
    })
    const rules = Object.entries(mayImport).map(([folder, names]) => [folder, [...names].sort()])
    expect(told.sort()).toEqual(rules.sort())
  })

  test('all stand in the table', () => {
    const folders = new Set(sources.filter((file) => file.split('/').length > 2).map(folderOf))
    expect([...folders].sort()).toEqual(
      Object.keys(mayImport)
        .filter((folder) => folders.has(folder))
        .sort(),
    )
  })

  test('import only what the table allows', () => {
    const faults = sources
      .filter((file) => file !== 'src/index.ts')
      .flatMap((file) =>
        importsOf(file)
          .filter(({ specifier }) => specifier.startsWith('.'))
          .map(({ specifier }) => target(file, specifier))
          .filter((path) => !allowed(file, path))
          .map((path) => `${file} imports ${path}`),
      )
    expect(faults).toEqual([])
  })

  function allowed(file: string, path: string): boolean {
    const from = folderOf(file)
    if (!path.startsWith('src/')) return path === 'package.json'
    return (
      folderOf(path) === from ||
      (mayImport[from] ?? []).some((one) => path === `src/${one}` || path.startsWith(`src/${one}/`))
    )
  }

  test('never import content', () => {
    const faults = sources.flatMap((file) =>
      importsOf(file)
        .filter(({ specifier }) => specifier.startsWith('.') && content.includes(target(file, specifier)))
        .map(({ specifier }) => `${file} imports ${specifier}`),
    )
    expect(faults).toEqual([])
  })
})

test('pure folders have no effects', () => {
  const effects = /\bprocess\.|\bDate\.now\(|\bnew Date\(|\bMath\.random\(|\bcrypto\.|\bsetTimeout\(|\bfetch\(/
  const faults = sources
    .filter((file) => pure.includes(folderOf(file)))
    .flatMap((file) => [
      ...importsOf(file)
        .filter(({ specifier }) => specifier.startsWith('node:'))
        .map(({ specifier }) => `${file} imports ${specifier}`),
      ...(effects.test(codeOf(file)) ? [`${file} has an effect`] : []),
    ])
  expect(faults).toEqual([])

  /** The code of a file: no comments, no quoted text; of templates, what they interpolate. */
  function codeOf(file: string): string {
    return readFileSync(join(root, file), 'utf8')
      .replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '')
      .replace(/`(?:[^`\\]|\\.)*`/g, (text) => (text.match(/\$\{[^}]*\}/g) ?? []).join(' '))
      .replace(/'(?:[^'\\\n]|\\.)*'/g, '')
  }
})

test('each package is known to one file or folder', () => {
  const faults = sources.flatMap((file) =>
    importsOf(file)
      .map(({ specifier }) => specifier)
      .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
      .filter((specifier) => {
        const name = specifier.startsWith('@')
          ? specifier.split('/').slice(0, 2).join('/')
          : (specifier.split('/')[0] ?? '')
        return ![owners[name] ?? []]
          .flat()
          .some((owner) => (owner.endsWith('/') ? file.startsWith(owner) : file === owner))
      })
      .map((specifier) => `${file} imports ${specifier}`),
  )
  expect(faults).toEqual([])
})

test('content imports #belfry, its neighbours in content, and nothing of the engine', () => {
  const faults = content.flatMap((file) =>
    importsOf(file)
      .filter(({ specifier }) => specifier !== '#belfry')
      .filter(({ specifier }) => !specifier.startsWith('.') || !isContentNeighbour(file, target(file, specifier)))
      .map(({ specifier }) => `${file} imports ${specifier}`),
  )
  expect(faults).toEqual([])

  function isContentNeighbour(file: string, path: string): boolean {
    // Collectors and simulators are content that runs inside services.
    if (/^exporters\//.test(file) && /^src\/(exporter|simulator|instrument)\//.test(path)) return true
    return content.includes(path)
  }
})

test('there is no import cycle', () => {
  const all = [...sources, ...content]
  const graph = new Map(
    all.map((file) => [
      file,
      importsOf(file)
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => target(file, specifier))
        .filter((path) => all.includes(path)),
    ]),
  )
  expect(findCycle(graph)).toEqual([])
})

function findCycle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>()
  for (const start of graph.keys()) {
    const cycle = visit(start, [])
    if (cycle.length > 0) return cycle
  }
  return []

  function visit(file: string, path: readonly string[]): readonly string[] {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return []
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...path, file])
      if (cycle.length > 0) return cycle
    }
    done.add(file)
    return []
  }
}

test('files are small, and say why when they are not', () => {
  const faults = [...sources, ...content].filter((file) => {
    const lines = readFileSync(join(root, file), 'utf8').split('\n').length
    return lines > lineLimit && !(file in longFiles)
  })
  expect(faults).toEqual([])
})

test('no name says nothing', () => {
  const names = /(^|\/)(utils?|helpers?|common|misc|manager|types|base)(\.ts|\/)/
  expect([...sources, ...content].filter((file) => names.test(file))).toEqual([])
})

test('src has named exports only', () => {
  const faults = sources.filter((file) => /^export (default|\*)/m.test(readFileSync(join(root, file), 'utf8')))
  expect(faults).toEqual([])
})
