/** Writes the bundles and the font that `src/preview/vendor/` holds; `npm run vendor` in the folder above. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { cutFonts, fontModule } from './font.mjs'
import { inputsHash } from './inputs-hash.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const outdir = join(here, '../src/preview/vendor')
const banner = `/*! Made by vendor/build.mjs from inputs ${inputsHash()}. Do not edit. Licences: vendor/NOTICES.md */`

const shared = {
  absWorkingDir: here,
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  nodePaths: [join(here, 'node_modules')],
}

await mkdir(outdir, { recursive: true })
const results = await Promise.all([
  build({
    ...shared,
    entryPoints: ['entries/grafana-data.js'],
    outfile: join(outdir, 'grafana-data.js'),
    alias: {
      '@grafana/i18n': join(here, 'stubs/i18n.js'),
      'moment-timezone': join(here, 'stubs/moment-timezone.js'),
    },
    // Where there is no browser there is no `navigator`; nothing here may depend on the reader's language.
    define: {
      navigator: 'belfryNavigator',
      'window.__grafanaSceneContext': 'null',
      'process.env.NODE_ENV': '"production"',
    },
    external: ['stream'],
    banner: { js: `${banner}\nconst belfryNavigator={language:'en-US',languages:['en-US'],userAgent:''};` },
  }),
  build({
    ...shared,
    entryPoints: ['entries/echarts.js'],
    outfile: join(outdir, 'echarts.js'),
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: banner },
  }),
  build({
    ...shared,
    entryPoints: ['entries/markdown.js'],
    outfile: join(outdir, 'markdown.js'),
    banner: { js: banner },
  }),
])
const fonts = await cutFonts()
await writeFile(join(outdir, 'inter.js'), `${banner}\n${await fontModule(fonts)}`)
for (const [weight, font] of fonts) await writeFile(join(outdir, `inter-${weight}.ttf`), font)
await writeFile(join(here, 'NOTICES.md'), await notices(results.flatMap(used)))
for (const name of (await readdir(outdir)).filter((name) => /\.(js|ttf)$/.test(name)))
  console.log(relative(process.cwd(), join(outdir, name)), (await readFile(join(outdir, name))).length)

/** What Apache-2.0, MIT, BSD and OFL ask for: the licence text of each package of which a part is in a bundle. */
async function notices(inputs) {
  const packages = new Set(inputs.map(packageOf).filter((name) => name !== null))
  packages.add('@fontsource-variable/inter')
  const parts = await Promise.all([...packages].sort().map(notice))
  return `# Software and font within src/preview/vendor/\n\nMade by \`npm run vendor\`.\n\n${parts.join('\n')}`
}

/** The files of which something is left after what is not used was dropped. */
function used({ metafile }) {
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((input) => inputs[input].bytesInOutput > 0),
  )
}

function packageOf(input) {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? null
}

async function notice(name) {
  const dir = join(here, 'node_modules', name)
  const { version, license } = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8'))
  const entries = await readdir(dir, { withFileTypes: true })
  const texts = entries
    .filter((entry) => entry.isFile() && /^(licen[cs]e|notice|copying)/i.test(entry.name))
    .map(({ name: file }) => file)
    .sort()
  const contents = await Promise.all(texts.map((file) => readFile(join(dir, file), 'utf8')))
  return `## ${name} ${version} (${license})\n\n\`\`\`text\n${contents.map((text) => text.trim()).join('\n\n')}\n\`\`\`\n`
}
