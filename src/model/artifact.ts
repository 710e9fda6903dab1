/** One rendered file. */
export interface Artifact {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string
  readonly content: string
  /** Permission bits. */
  readonly mode: number
}

/** A file that everybody may read: rendered files hold no secrets. */
export function artifact(path: string, content: string): Artifact {
  return { path, content, mode: 0o644 }
}
