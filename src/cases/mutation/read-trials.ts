/** What promtool says of tests whose rules have names of their own. */
export interface TrialReport {
  /** Names of alerts that did not do what was expected. */
  readonly failed: ReadonlySet<string>
  /** Names of rules that could not be evaluated; their test ended with that. */
  readonly broken: ReadonlySet<string>
  /** Lines that are about no rule in particular, such as a file that cannot be read. */
  readonly faults: readonly string[]
}

/** Reads what `promtool test rules` prints on its error output. */
export function readTrials(text: string): TrialReport {
  const failed = new Set<string>()
  const broken = new Set<string>()
  const faults: string[] = []
  for (const line of text.split('\n').map((one) => one.trim())) {
    const [, alert] = /^alertname: (\S+), time: /.exec(line) ?? []
    const [, rule] = /^rule: (\S+), time: .*, err: /.exec(line) ?? []
    if (alert !== undefined) failed.add(alert)
    else if (rule !== undefined) broken.add(rule)
    else if (!detail.test(line)) faults.push(line)
  }
  return { failed, broken, faults }
}

const detail = /^(?:FAILED:|SUCCESS|name: .*|exp:.*|got:.*|\d+:|Labels:.*|Annotations:.*|\],?|)$/
