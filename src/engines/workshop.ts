/** Where the programs run that make history: beside the engines that it is made for. */
export interface Workshop {
  /** What pages show, in order; `null` for one that cannot be had. */
  read(urls: readonly string[], signal: AbortSignal): Promise<readonly (string | null)[]>
  /**
   * Has promtool make blocks of OpenMetrics text.
   *
   * @param text - absolute path of a file on this machine.
   */
  addBlocks(text: string, signal: AbortSignal): Promise<void>
  /** Starts a Prometheus without data that has loaded the rules of the stack, or one that answers from the blocks made so far. */
  startPrometheus(data: 'none' | 'blocks', signal: AbortSignal): Promise<PassingPrometheus>
}

/** A Prometheus that is asked and then goes: it scrapes nothing, and tells nobody. */
export interface PassingPrometheus {
  /** Where it is reached from this machine. */
  readonly url: string
  /** Host and port at which `read` finds it. */
  readonly address: string
  /** Why it has ended; `null` while it runs. */
  failure(): string | null
  stop(): Promise<void>
}

/** Its configuration. Rules are loaded for their names, and not evaluated while it runs. */
export function passingConfig(ruleFiles: readonly string[]): string {
  return JSON.stringify({ global: { evaluation_interval: '1d' }, rule_files: ruleFiles })
}

export function passingFlags(at: {
  readonly config: string
  readonly data: string
  readonly listen: string
}): readonly string[] {
  return [
    `--config.file=${at.config}`,
    `--storage.tsdb.path=${at.data}`,
    '--storage.tsdb.retention.time=10y',
    `--web.listen-address=${at.listen}`,
    '--log.level=error',
  ]
}

/** promtool's arguments. One block for all: it reads the whole text once for each block that it makes. */
export function blockFlags(text: string, folder: string): readonly string[] {
  return ['tsdb', 'create-blocks-from', 'openmetrics', '--max-block-duration=54h', '--quiet', text, folder]
}

/** Where history is made, in the data folder of its Prometheus, which removes folders of such a name when it starts. */
export const draftFolder = '00000000000000000000000000.tmp-for-creation'
