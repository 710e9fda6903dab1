/**
 * Writes the type declarations of `belfry/instrument` to `dist/types/`; only when its sources have changed, as the
 * TypeScript compiler takes longer than all the rest of the build.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
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
    // Consumers have the declarations only.
    await writeFile(path, text.replaceAll(/(from '|import\(")(\.[^'"]*)\.ts(?=['"])/g, '$1$2.js'))
  }
  await writeFile(stamp, version)
}
