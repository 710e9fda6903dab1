import { toMilliseconds } from '../spec/duration.ts'
import type { ExpectedAlert } from './alert-case.ts'
import { caseLabel } from './render-cases.ts'

/** An expectation that promtool saw fail. */
export interface CaseFailure {
  /** Id of the case. */
  readonly id: string
  readonly at: number
  readonly got: readonly ExpectedAlert[]
}

/** What promtool says of tests. */
export interface TestReport {
  readonly failures: readonly CaseFailure[]
  /** Lines that are about no expectation, such as a rule that cannot be read. */
  readonly faults: readonly string[]
}

/** Reads what `promtool test rules` prints on its error output. */
export function readFailures(text: string): TestReport {
  const failures: CaseFailure[] = []
  const faults: string[] = []
  let id = ''
  let open: { id: string; at: number; got: ExpectedAlert[]; inGot: boolean } | null = null
  for (const line of text.split('\n').map((one) => one.trim())) {
    const head = /^alertname: .*, time: (\S+),/.exec(line)
    const asked = /^expr: ("(?:[^"\\]|\\.)*"), time: (\S+),/.exec(line)
    if (line === '' || line === 'FAILED:' || line === 'SUCCESS') continue
    const name = /^name: (.*),$/.exec(line)
    if (name !== null) id = name[1] ?? ''
    else if (head !== null) {
      open = { id, at: toMilliseconds(head[1] ?? '0s'), got: [], inGot: false }
      failures.push(open)
    } else if (asked !== null) {
      open = { id: idIn(unquote(asked[1] ?? '""')), at: toMilliseconds(asked[2] ?? '0s'), got: [], inGot: false }
      failures.push(open)
    } else if (open === null) faults.push(line)
    else if (line.startsWith('got:')) {
      open.inGot = true
      open.got.push(...readSamples(line))
    } else if (/^(exp:|\d+:|\],?)/.test(line)) continue
    else if (line.startsWith('Labels:')) {
      if (open.inGot) open.got.push({ labels: withoutName(readLabels(line)), annotations: {} })
    } else if (line.startsWith('Annotations:')) {
      const last = open.inGot ? open.got.pop() : undefined
      if (last !== undefined) open.got.push({ ...last, annotations: readLabels(line) })
    } else faults.push(line)
  }
  return { failures: failures.map(({ id, at, got }) => ({ id, at, got })), faults }
}

/** The id of the case that an expression is asked of. */
function idIn(expr: string): string {
  const [, quoted = '""'] = new RegExp(`${caseLabel}!=("(?:[^"\\\\]|\\\\.)*")`).exec(expr) ?? []
  return unquote(quoted)
}

/** `got: {…} 1E+00, {…} 1E+00`: the series that Prometheus keeps of alerts that fire. */
function readSamples(line: string): readonly ExpectedAlert[] {
  return [...line.matchAll(/\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\} \S+/g)].map(([, text = '']) => {
    const { alertname: _, alertstate: __, __name__: ___, ...labels } = readLabels(text)
    return { labels, annotations: null }
  })
}

/** Go's `{name="value", …}`, its quoted texts read as JSON's, which they are but for rare escapes. */
function readLabels(line: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {}
  for (const [, name = '', quoted = '""'] of line.matchAll(/([\w:.]+)=("(?:[^"\\]|\\.)*")/g))
    labels[name] = unquote(quoted)
  return labels
}

function unquote(quoted: string): string {
  try {
    return String(JSON.parse(quoted))
  } catch {
    return quoted.slice(1, -1)
  }
}

function withoutName({ alertname: _, ...labels }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return labels
}
