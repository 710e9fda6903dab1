/** Where a definition stands: the call in the author's file that made it. */
export interface Place {
  /** Path or `file:` URL as the runtime reports it; for a bundled spec, the bundle (the loader maps it back). */
  readonly file: string
  /** 1-based. */
  readonly line: number
  /** 1-based. */
  readonly column: number
}

const framePattern = /(?:\(|at\s+)(?:async\s+)?((?:file:\/\/)?[^()\s][^()]*?):(\d+):(\d+)\)?\s*$/

/**
 * The place from which `callee` was called.
 *
 * @param callee - the function whose caller is wanted; its own frame and those above it are left out.
 */
export function callerPlace(callee: (...args: never[]) => unknown): Place {
  const limit = Error.stackTraceLimit
  const holder: { stack?: string } = {}
  Error.stackTraceLimit = 1
  try {
    Error.captureStackTrace(holder, callee)
  } finally {
    Error.stackTraceLimit = limit
  }
  return new CallerPlace(holder)
}

/** Writing the stack out costs more than capturing it, and only definitions with problems are ever asked. */
class CallerPlace implements Place {
  readonly #holder: { readonly stack?: string }
  #known: Place | null = null

  constructor(holder: { readonly stack?: string }) {
    this.#holder = holder
  }

  get file(): string {
    return this.#read().file
  }

  get line(): number {
    return this.#read().line
  }

  get column(): number {
    return this.#read().column
  }

  #read(): Place {
    this.#known ??= readFrame(this.#holder.stack?.split('\n')[1] ?? '')
    return this.#known
  }
}

function readFrame(frame: string): Place {
  const match = framePattern.exec(frame)
  return match
    ? { file: match[1] ?? '', line: Number(match[2]), column: Number(match[3]) }
    : { file: '<unknown>', line: 1, column: 1 }
}
