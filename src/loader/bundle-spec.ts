import { isAbsolute, relative, resolve } from 'node:path'
import type { BuildFailure, Metafile } from 'esbuild'
import { BelfryError } from '../errors/belfry-error.ts'

/** A spec compiled into one module. */
export interface SpecBundle {
  readonly code: string
  /** Source map as JSON; its sources are relative to the root. */
  readonly map: string
  /** Files that decide what it is, relative to the root. */
  readonly inputs: readonly string[]
}

export interface BundleOptions {
  /** What messages call it. @default 'the spec' */
  readonly subject?: string
  /** Absolute path of the module that is meant by `#belfry`. @default what the entry's own package says */
  readonly words?: string
}

/**
 * Compiles a spec and everything that it imports.
 *
 * @param root - absolute; the folder that holds `package.json`.
 * @param entry - the spec, relative to the root.
 * @throws BelfryError `SPEC_BROKEN` with every fault that the compiler found.
 */
export async function bundleSpec(
  root: string,
  entry: string,
  { subject = 'the spec', words }: BundleOptions = {},
): Promise<SpecBundle> {
  // Loaded only when the spec has changed: it costs more than the rest of a run.
  const { build } = await import('esbuild')
  try {
    const result = await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: 'spec.mjs',
      bundle: true,
      write: false,
      metafile: true,
      platform: 'neutral',
      format: 'esm',
      target: 'node20',
      // Words for collectors stand beside those for stacks; what a stack does not use is left out of the bundle.
      external: ['node:*'],
      ...(words === undefined ? {} : { alias: { '#belfry': words } }),
      sourcemap: 'external',
      sourcesContent: false,
      logLevel: 'silent',
      legalComments: 'none',
    })
    const text = (suffix: string): string => result.outputFiles.find((file) => file.path.endsWith(suffix))?.text ?? ''
    return { code: text('.mjs'), map: text('.map'), inputs: decidingInputs(result.metafile) }
  } catch (error) {
    if (!isBuildFailure(error)) throw error
    const faults = error.errors.map(({ text, location }) =>
      location === null ? text : `${shown(root, location.file)}:${location.line}:${location.column + 1}: ${text}`,
    )
    throw new BelfryError('SPEC_BROKEN', `${subject} does not compile:\n  ${faults.join('\n  ')}`, {
      hint: 'Mend the places named above; `npx tsc --noEmit` says more.',
    })
  }
}

/** Words for collectors bring packages with them, of which nothing is left in a spec: those decide nothing. */
function decidingInputs({ inputs, outputs }: Metafile): readonly string[] {
  const used = new Set(
    Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    ),
  )
  return Object.keys(inputs).filter((path) => used.has(path) || !path.split('/').includes('node_modules'))
}

function shown(root: string, file: string): string {
  return isAbsolute(file) ? relative(root, resolve(file)) : file
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && Array.isArray((error as Partial<BuildFailure>).errors)
}
