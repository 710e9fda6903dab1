import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** What was found in earlier runs, by the content that it was found for. */
export class VerdictStore {
  private readonly path: string
  private readonly known: Map<string, boolean>
  private readonly used = new Map<string, boolean>()

  private constructor(path: string, known: Map<string, boolean>) {
    this.path = path
    this.known = known
  }

  /** A file that is not there, or not readable, is an empty store. */
  static async open(path: string): Promise<VerdictStore> {
    try {
      const entries = Object.entries(JSON.parse(await readFile(path, 'utf8')) as Readonly<Record<string, unknown>>)
      return new VerdictStore(path, new Map(entries.map(([key, verdict]) => [key, verdict === 1])))
    } catch {
      return new VerdictStore(path, new Map())
    }
  }

  /** Whether the mutant was killed; `null` when nobody has tried. */
  get(key: string): boolean | null {
    const found = this.used.get(key) ?? this.known.get(key)
    if (found !== undefined) this.used.set(key, found)
    return found ?? null
  }

  set(key: string, killed: boolean): void {
    this.used.set(key, killed)
  }

  /** @param forget - drops what this run did not ask for. */
  async save({ forget }: { readonly forget: boolean }): Promise<void> {
    const kept = forget ? this.used : new Map([...this.known, ...this.used])
    const text = JSON.stringify(Object.fromEntries([...kept].map(([key, killed]) => [key, killed ? 1 : 0])))
    await mkdir(dirname(this.path), { recursive: true })
    const temporary = `${this.path}.${process.pid}`
    await writeFile(temporary, text)
    await rename(temporary, this.path)
  }
}
