/** Writes the type declarations of what applications import to `dist/types/`. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Those of `belfry/instrument`; only when its sources have changed, as the TypeScript compiler takes longer than all the
 * rest of the build.
 *
 * @param root - folder of the project, with a slash at its end.
 * @param version - changes with the sources.
 */
export async function declare(root, version) {
  const outDir = join(root, 'dist/types')
  const stamp = join(outDir, '.version')
  if ((await readFile(stamp, 'utf8').catch(() => '')) === version) return
  // Absent where only what runs was installed.
  const { default: ts } = await import('typescript').catch(() => ({ default: null }))
  if (ts === null) return
  const program = ts.createProgram([join(root, 'src/instrument/index.ts')], {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    declaration: true,
    emitDeclarationOnly: true,
    allowImportingTsExtensions: true,
    lib: ['lib.es2023.d.ts'],
    types: [],
    rootDir: join(root, 'src'),
    outDir,
  })
  const files = []
  program.emit(undefined, (path, text) => files.push([path, text]))
  for (const [path, text] of files) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, withoutSources(text))
  }
  await writeFile(stamp, version)
}

/** Those of files whose exports all say their types, each by itself. */
export async function declareAlone(root, files) {
  const { default: ts } = await import('typescript').catch(() => ({ default: null }))
  if (ts === null) return
  for (const file of files) {
    const path = join(root, 'dist/types', file.replace(/\.ts$/, '.d.ts'))
    const text = await readFile(join(root, file), 'utf8')
    const { outputText } = ts.transpileDeclaration(text, { fileName: file, compilerOptions: { strict: true } })
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, withoutSources(outputText))
  }
}

/** Consumers have the declarations only. */
function withoutSources(text) {
  return text.replaceAll(/(from ['"]|import\(")(\.[^'"]*)\.ts(?=['"])/g, '$1$2.js')
}
