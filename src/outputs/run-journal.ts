import { spawn } from 'node:child_process'
import * as crypto from 'node:crypto'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { applyJournal, claimLock } from './journal.ts'

/** The modules of this process, for the functions of `journal.ts`. */
export const nodeModules = { crypto, fs, path }

/**
 * Commits the prepared journal of a staging folder and does what it says. A process of its own does so, in a session of
 * its own: whatever ends this one, the folder is changed as a whole or not at all.
 *
 * @param lock - this process' lock; the child takes its own beside it.
 */
export async function runJournal(dir: string, lock: string): Promise<void> {
  const done = await inChild(dir, lock)
  // A child that could not start or was ended by force leaves the rest, and the reason, to this process.
  if (!done) applyJournal(nodeModules, dir, true)
}

function inChild(dir: string, lock: string): Promise<boolean> {
  return new Promise((resolve) => {
    const options = { detached: true, stdio: 'ignore', env: {}, cwd: '/' } as const
    const child = spawn(process.execPath, ['-e', childScript, dir, lock], options)
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  })
}

/** Plain source text: it needs no file of its own, neither beside the sources nor beside a bundle. */
const childScript = `
const node = { crypto: require('node:crypto'), fs: require('node:fs'), path: require('node:path') };
const [dir, partner] = process.argv.slice(1);
// Engines that run as other users have to get into the folders; secrets stand elsewhere.
process.umask(0o022);
const { lock } = (${claimLock.toString()})(node, dir, partner);
if (lock === '') process.exit(1);
try {
  (${applyJournal.toString()})(node, dir, true);
} finally {
  node.fs.rmSync(node.path.join(dir, lock), { force: true });
  // Whoever waits for this process removes the folder; when nobody does any more, it is empty now.
  try { node.fs.rmdirSync(dir); } catch {}
}
`
