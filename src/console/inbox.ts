import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import { type Notification, notificationSchema, type Webhook } from './notification.ts'

export interface InboxOptions {
  /** Folder of the file that survives restarts; made when it is missing. */
  readonly stateDir: string
  /** How many notifications are kept. @default 500 */
  readonly keep?: number
  /** How many bytes of them are kept. @default 16 MiB */
  readonly keepBytes?: number
  /** @default the clock of the machine */
  readonly now?: () => Date
}

export interface InboxFilter {
  /** Only what came after this moment. @default everything */
  readonly since?: Date
  /** Only notifications with an alert of this name. @default every name */
  readonly alertname?: string
}

/** What rang: the last notifications, in memory and in a file of JSON lines. */
export interface Inbox {
  /** Adds a notification; it is in the file when this ends. `null` when too many wait to be written. */
  add(webhook: Webhook): Promise<Notification | null>
  /** In the order in which they came. */
  list(filter?: InboxFilter): readonly Notification[]
}

/** More at once are no alerts, but a fault of the sender or worse. */
const mostWaiting = 100

interface Entry {
  readonly notification: Notification
  readonly line: string
}

/**
 * Opens the inbox with what an earlier run kept.
 *
 * @throws BelfryError `START_FAILED` when its folder cannot be used.
 */
export async function openInbox(options: InboxOptions): Promise<Inbox> {
  const { stateDir, keep = 500, keepBytes = 16 * 1024 * 1024, now = () => new Date() } = options
  const path = join(stateDir, 'inbox.jsonl')
  let entries: readonly Entry[] = []
  const trim = (all: readonly Entry[]): readonly Entry[] => lastWithin(all.slice(-keep), keepBytes)
  try {
    await mkdir(stateDir, { recursive: true })
    const text = await readText(path)
    entries = trim(readEntries(text))
    // A line that a killed run left unfinished would spoil the next one.
    if (textOf(entries) !== text) await writeEntries(path, entries)
  } catch (cause) {
    throw new BelfryError('START_FAILED', `the inbox cannot be kept in ${stateDir}`, {
      hint: 'The folder must be writable for the user that runs the console.',
      cause,
    })
  }
  let lastId = entries.at(-1)?.notification.id ?? 0
  let inFile = sizeOf(entries)
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  const append = async (webhook: Webhook): Promise<Notification> => {
    const notification = { id: lastId + 1, receivedAt: now().toISOString(), ...webhook }
    const line = JSON.stringify(notification)
    await appendFile(path, `${line}\n`)
    lastId = notification.id
    inFile = { lines: inFile.lines + 1, bytes: inFile.bytes + line.length }
    entries = trim([...entries, { notification, line }])
    // Not each time: to write all of it anew costs more than to add a line.
    if (inFile.lines > 2 * keep || inFile.bytes > 2 * keepBytes) {
      await writeEntries(path, entries)
      inFile = sizeOf(entries)
    }
    return notification
  }
  return {
    async add(webhook) {
      if (waiting >= mostWaiting) return null
      waiting++
      // One after the other, so that lines and numbers stay in order; a failure does not stop the next one.
      const added = last.then(() => append(webhook)).finally(() => waiting--)
      last = added.catch(() => undefined)
      return added
    },
    list: ({ since, alertname } = {}) =>
      entries
        .map(({ notification }) => notification)
        .filter(({ receivedAt }) => since === undefined || Date.parse(receivedAt) > since.getTime())
        .filter(({ alerts }) => alertname === undefined || alerts.some(({ labels }) => labels.alertname === alertname)),
  }
}

function lastWithin(entries: readonly Entry[], bytes: number): readonly Entry[] {
  let sum = 0
  const tooMany = entries.findLastIndex(({ line }) => {
    sum += line.length
    return sum > bytes
  })
  return entries.slice(tooMany + 1)
}

function sizeOf(entries: readonly Entry[]): { readonly lines: number; readonly bytes: number } {
  return { lines: entries.length, bytes: entries.reduce((sum, { line }) => sum + line.length, 0) }
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
}

/** A line that is not understood, of a newer version or cut off, is left out. */
function readEntries(text: string): readonly Entry[] {
  return text.split('\n').flatMap((line) => {
    const notification = readLine(line)
    return notification === null ? [] : [{ notification, line }]
  })
}

function readLine(line: string): Notification | null {
  try {
    return notificationSchema.parse(JSON.parse(line))
  } catch {
    return null
  }
}

async function writeEntries(path: string, entries: readonly Entry[]): Promise<void> {
  const next = `${path}.next`
  await writeFile(next, textOf(entries))
  await rename(next, path)
}

function textOf(entries: readonly Entry[]): string {
  return entries.map(({ line }) => `${line}\n`).join('')
}
