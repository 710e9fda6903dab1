import type { FoundPrograms } from '../../engines/find-program.ts'

export interface NativeOptions {
  /** Absolute; state, logs, data and secrets of the processes. */
  readonly stateDir: string
  /** Programs of this machine; only `up` needs any. */
  readonly programs: FoundPrograms
  /** Absolute paths of Belfry's own services. */
  readonly bundles: { readonly exporter: string; readonly console: string; readonly simulator: string }
  /** SQL file that is loaded once into a new demo database; `null` for an empty one. */
  readonly seed: string | null
}
