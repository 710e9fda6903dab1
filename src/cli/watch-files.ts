import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Editors write a file in several steps. */
const quietMs = 100

/** Batches of names that changed. */
export interface WatchedFiles extends AsyncIterable<readonly string[]> {
  /** Ends the iteration. */
  close(): void
}

/**
 * Watches files and folders, with all folders below. A file that is replaced, as editors do, is still watched; so is a
 * folder that is made later.
 */
export function watchFiles(paths: readonly string[]): WatchedFiles {
  const watchers = new Map<string, FSWatcher>()
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | null = null
  let isClosed = false
  let wake = (): void => {}

  for (const path of paths) watchPath(path)
  return { close, [Symbol.asyncIterator]: batches }

  function watchPath(path: string): void {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats?.isDirectory() === true) watchFolder(path)
    else if (stats !== undefined) add(dirname(path), (name) => name === basename(path))
  }

  function watchFolder(folder: string): void {
    add(folder, () => true)
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory() && !isHidden(entry.name)) watchFolder(join(folder, entry.name))
  }

  function add(folder: string, isWanted: (name: string) => boolean): void {
    const key = `${folder}\0${isWanted('')}`
    // Several files of one folder each have their own filter.
    const unique = watchers.has(key) ? `${key}\0${watchers.size}` : key
    const watcher = watch(folder, (_event, name) => {
      if (name === null || isHidden(name) || !isWanted(name)) return
      const path = join(folder, name)
      if (isWanted('') && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) watchFolder(path)
      note(path)
    })
    watcher.on('error', () => watcher.close())
    watchers.set(unique, watcher)
  }

  function note(path: string): void {
    changed.add(path)
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => {
      timer = null
      wake()
    }, quietMs)
  }

  function close(): void {
    isClosed = true
    if (timer !== null) clearTimeout(timer)
    for (const watcher of watchers.values()) watcher.close()
    wake()
  }

  async function* batches(): AsyncGenerator<readonly string[]> {
    while (!isClosed) {
      if (changed.size === 0 || timer !== null) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        continue
      }
      const batch = [...changed].sort()
      changed.clear()
      yield batch
    }
  }
}

/** Swap files of editors and folders of tools. */
function isHidden(name: string): boolean {
  return name.startsWith('.') || name.endsWith('~') || name === 'node_modules' || name === '4913'
}
