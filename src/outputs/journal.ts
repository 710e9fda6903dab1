import type * as crypto from 'node:crypto'
import type * as fs from 'node:fs'
import type * as path from 'node:path'

/** A set of changes to a folder that is done as a whole. Paths are relative to that folder. */
export interface Journal {
  readonly version: 1
  readonly remove: readonly { readonly path: string; readonly before: string }[]
  readonly write: readonly {
    readonly path: string
    /** Name of the new content below `files/`. */
    readonly staged: string
    /** Hash of what is replaced; empty when nothing is. */
    readonly before: string
  }[]
}

/** The modules that the functions below use. They get them as an argument, for they also run where nothing is imported. */
export interface NodeModules {
  readonly crypto: typeof crypto
  readonly fs: typeof fs
  readonly path: typeof path
}

/*
 * The two functions of this file run in this process and, as their own source text, in a child process. So they refer to
 * nothing but their arguments and globals, and define no named functions: bundlers wrap those in helpers of their own.
 */

/**
 * Takes the lock of a staging folder: a file that names this process, beside no file of another process that lives.
 * The lock of a process that died is removed; nothing can be taken twice, as everybody writes first and looks then.
 *
 * @param partner - name of a lock that does not count, empty for none.
 * @returns name of the lock, or the id of the process that holds it.
 */
export function claimLock(
  { fs, path }: NodeModules,
  dir: string,
  partner: string,
): { readonly lock: string; readonly holder: number } {
  const stat = fs.existsSync('/proc/self/stat') ? fs.readFileSync('/proc/self/stat', 'utf8') : ''
  // Field 22, counted after the program's name: when the process started. It tells it from a later one with its id.
  const born = stat.replace(/^.*\) /s, '').split(' ')[19] ?? '0'
  const lock = `lock-${process.pid}-${born}`
  fs.mkdirSync(dir, { recursive: true })
  fs.writeFileSync(path.join(dir, lock), '')
  for (const name of fs.readdirSync(dir)) {
    const owner = /^lock-(\d+)-(\d+)$/.exec(name)
    if (owner === null || name === lock || name === partner) continue
    let alive = true
    try {
      process.kill(Number(owner[1]), 0)
      const fields = fs
        .readFileSync(`/proc/${owner[1]}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      alive = fields[0] !== 'Z' && fields[19] === owner[2]
    } catch (error) {
      // Without /proc, the id alone has to do.
      alive = !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
    }
    if (alive) {
      fs.rmSync(path.join(dir, lock), { force: true })
      return { lock: '', holder: Number(owner[1]) }
    }
    fs.rmSync(path.join(dir, name), { force: true })
  }
  return { lock, holder: 0 }
}

/**
 * Does what the journal of a staging folder says, from wherever an earlier attempt stopped, and removes the journal.
 * A file that somebody changed since the journal was written is left as it is.
 *
 * @param commit - whether a prepared journal becomes the journal first; from then on it will be done.
 */
export function applyJournal({ crypto, fs, path }: NodeModules, dir: string, commit: boolean): void {
  const journalFile = path.join(dir, 'journal.json')
  const prepared = path.join(dir, 'journal.prepared.json')
  if (commit && fs.existsSync(prepared)) fs.renameSync(prepared, journalFile)
  if (!fs.existsSync(journalFile)) return
  const root = path.dirname(dir)
  const touched = new Set([dir, root])
  const journal = JSON.parse(fs.readFileSync(journalFile, 'utf8')) as Journal
  // Removals come first: a folder may take the place of a file, and a file that of a folder.
  for (const { path: name, before } of journal.remove) {
    const target = path.join(root, name)
    const there = fs.existsSync(target) && fs.lstatSync(target).isFile()
    const known = there ? crypto.createHash('sha256').update(fs.readFileSync(target)).digest('hex') : ''
    if (known === before) fs.rmSync(target)
    let folder = path.dirname(name)
    while (folder !== '.') {
      const absolute = path.join(root, folder)
      folder = path.dirname(folder)
      // Where an earlier attempt came this far, a file may have taken its place.
      if (!fs.existsSync(absolute) || !fs.lstatSync(absolute).isDirectory()) continue
      touched.add(absolute)
      if (fs.readdirSync(absolute).length > 0) break
      fs.rmdirSync(absolute)
    }
  }
  for (const { path: name, staged, before } of journal.write) {
    const source = path.join(dir, 'files', staged)
    if (!fs.existsSync(source)) continue
    const target = path.join(root, name)
    const there = fs.existsSync(target) && fs.lstatSync(target).isFile()
    const known = there ? crypto.createHash('sha256').update(fs.readFileSync(target)).digest('hex') : ''
    if (known !== before) continue
    fs.mkdirSync(path.dirname(target), { recursive: true })
    fs.renameSync(source, target)
    touched.add(path.dirname(target))
  }
  for (const folder of touched) {
    if (!fs.existsSync(folder)) continue
    const handle = fs.openSync(folder, 'r')
    fs.fsyncSync(handle)
    fs.closeSync(handle)
  }
  fs.rmSync(journalFile)
  fs.rmSync(path.join(dir, 'files'), { recursive: true, force: true })
}
