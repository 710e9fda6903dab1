import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Makes a program of `write-tree.ts`, bundled and minified as the released command line is. */
export async function buildWriter(outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('write-tree.ts', import.meta.url))],
    ...{ bundle: true, minify: true, keepNames: true, platform: 'node', format: 'esm', outfile },
  })
}

/** Starts the program that `buildWriter` made. */
export function startWriter(program: string, outDir: string, which: 'old' | 'new', uid?: number): ChildProcess {
  return spawn(process.execPath, [program, outDir, which], {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(uid === undefined ? {} : { uid }),
  })
}

/** What the program said and how it ended. */
export async function writerEnded(
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly said: string }> {
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += String(chunk)
  })
  if (child.exitCode === null && child.signalCode === null) {
    await new Promise<void>((resolve) => child.once('close', () => resolve()))
  }
  return { code: child.exitCode, said }
}
