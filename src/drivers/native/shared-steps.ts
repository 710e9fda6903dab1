import type { Step } from '../driver.ts'

/** How work that runs behind several steps says how far each of them is. */
export interface Progress<K extends string> {
  report(part: K, text: string): void
  /** Ends the step of a part, with one line about the outcome. */
  done(part: K, outcome?: string): void
}

/**
 * Steps that show one piece of work whose parts overlap. The first step to run starts all of it; each step ends with
 * its part, and all of them fail when the work fails, after it has cleaned up.
 */
export function sharedSteps<K extends string>(
  parts: readonly { readonly key: K; readonly title: string }[],
  work: (progress: Progress<K>, signal: AbortSignal) => Promise<void>,
): readonly Step[] {
  const boards = new Map(parts.map(({ key }) => [key, new Board()]))
  const progress: Progress<K> = {
    report: (key, text) => boards.get(key)?.say(text),
    done: (key, outcome) => boards.get(key)?.end(outcome),
  }
  let running: Promise<void> | null = null
  const last = parts.at(-1)?.key

  return parts.map(({ key, title }) => ({
    title,
    async run(report, signal) {
      running ??= work(progress, signal)
      // Seen by whichever step waits; between two steps nobody does.
      running.catch(() => {})
      const board = boards.get(key) ?? new Board()
      board.show(report)
      // The last step also waits for what comes after all parts.
      const ended = key === last ? running : Promise.race([running, board.ended])
      await ended
      return board.outcome
    },
  }))
}

/** What is known about one part, before and while its step is on show. */
class Board {
  outcome: string | undefined
  readonly ended: Promise<void>
  #resolve: () => void = () => {}
  #text = ''
  #report: (text: string) => void = () => {}

  constructor() {
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  say(text: string): void {
    this.#text = text
    this.#report(text)
  }

  end(outcome: string | undefined): void {
    this.outcome = outcome
    this.#resolve()
  }

  show(report: (text: string) => void): void {
    this.#report = report
    if (this.#text !== '') report(this.#text)
  }
}
