import type { ProcessRecord } from './record.ts'

/** What `up` does with a process. */
export type Action = 'start' | 'restart' | 'reload' | 'keep'

/**
 * The least that brings a process to what is wanted.
 *
 * @param current - the process as it runs; `null` when it does not.
 * @param changed - artifacts that it may not have loaded yet.
 */
export function decide(
  wanted: Pick<ProcessRecord, 'planned' | 'launchHash' | 'configHash'>,
  current: Pick<ProcessRecord, 'launchHash' | 'configHash' | 'complete'> | null,
  changed: readonly string[],
): Action {
  if (current === null) return 'start'
  if (!current.complete || current.launchHash !== wanted.launchHash) return 'restart'
  const { configFiles, reload } = wanted.planned
  const touched = changed.some((path) => configFiles.some((file) => path === file || path.startsWith(`${file}/`)))
  if (!touched && current.configHash === wanted.configHash) return 'keep'
  return reload.kind === 'restart' ? 'restart' : 'reload'
}
