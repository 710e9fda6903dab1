/**
 * Builds `dist/`: the command line (split, so that each command loads only its own part),
 * and the exporter service, the simulators and the console, each as one self-contained file.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { interFont } from '../src/preview/vendor/inter.js'
import { declare, declareAlone } from './declare.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const outdir = join(root, 'dist')
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  // CommonJS packages inside an ES module ask for `require`.
  banner: {
    js: "import{createRequire as belfryRequire}from'node:module';const require=belfryRequire(import.meta.url);",
  },
  write: false,
  outdir,
}

const defines = { BELFRY_VERSION: JSON.stringify(version), BELFRY_BUILD: JSON.stringify(await hashOf('src')) }
shared.define = defines

const results = await Promise.all([
  build({
    ...shared,
    entryPoints: { cli: 'src/cli/main.ts' },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // Native or self-locating packages stay outside of the bundle.
    external: ['esbuild', 'dockerode', '@resvg/resvg-js'],
  }),
  build({
    ...shared,
    entryPoints: { exporter: 'exporters/service.ts' },
    external: ['pg-native'],
    // Its profiles show the names of functions.
    minify: false,
    minifySyntax: true,
    minifyWhitespace: true,
  }),
  build({ ...shared, entryPoints: { simulator: 'exporters/simulation.ts' }, external: ['pg-native'] }),
  build({ ...shared, entryPoints: { console: 'src/console/main.ts' } }),
  // What runs in a browser: no Node.js module, no CommonJS.
  build({
    ...shared,
    platform: 'browser',
    target: 'es2022',
    banner: {},
    entryPoints: { 'preview/client': 'src/preview/browser/offline-client.ts' },
  }),
  build({
    ...shared,
    platform: 'browser',
    banner: {},
    entryPoints: { 'preview/client': 'src/preview/browser/client.css' },
  }),
  build({
    ...shared,
    platform: 'browser',
    target: 'es2022',
    banner: {},
    outdir: join(outdir, 'console'),
    entryPoints: { client: 'src/console/browser/main.ts' },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
  }),
  build({
    ...shared,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    banner: {},
    outdir: join(outdir, 'console'),
    entryPoints: { theme: 'src/console/browser/theme.ts' },
  }),
  build({
    ...shared,
    platform: 'browser',
    banner: {},
    outdir: join(outdir, 'console'),
    entryPoints: { client: 'src/console/browser/client.css' },
    external: ['/assets/*'],
  }),
  // Applications share their own prom-client with it, and so its default registry.
  build({
    ...shared,
    minify: false,
    banner: {},
    entryPoints: { instrument: 'src/instrument/index.ts', coordination: 'exporters/coordination/router.ts' },
    external: ['prom-client'],
  }),
])

const files = new Map(results.flatMap((result) => result.outputFiles.map((file) => [file.path, file.contents])))
// A page may load fonts and pictures as files only.
const [, font = ''] = interFont.split(',')
files.set(join(outdir, 'console', 'inter.woff2'), Buffer.from(font, 'base64'))
files.set(join(outdir, 'console', 'belfry.svg'), await readFile(join(root, 'src/console/browser/belfry.svg')))
await Promise.all([...files].map(([path, contents]) => replace(path, contents)))
await removeOthers(outdir)
await declare(root, `${await hashOf('src/instrument')}-${await hashOf('src/spec')}`)
await declareAlone(root, ['exporters/coordination/router.ts', 'src/exporter/router-options.ts'])

/** Changes with any source file, so that what an older build has cached is not used. */
async function hashOf(folder) {
  const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const hash = createHash('sha256')
  for (const path of files.sort()) hash.update(path.slice(root.length)).update(await readFile(path))
  return hash.digest('hex').slice(0, 16)
}

/** A reader sees the old file or the new one; an unchanged file is not touched. */
async function replace(path, contents) {
  const known = await readFile(path).catch(() => null)
  if (known !== null && Buffer.compare(known, Buffer.from(contents)) === 0) return
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}`
  await writeFile(temporary, contents)
  await rename(temporary, path)
}

async function removeOthers(dir) {
  for (const entry of await readdir(dir, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && path.endsWith('.js') && !files.has(path)) await rm(path, { force: true })
  }
}

if (process.stdout.isTTY)
  console.log(
    `built ${[...files.keys()]
      .map((path) => relative(root, path))
      .filter((path) => !path.includes('chunks'))
      .join(', ')}`,
  )
