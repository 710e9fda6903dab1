import type { PromqlVersion } from '../../promql/versions.ts'
import { parseTemplate } from './parse-template.ts'
import type { LabelUse, Trace, ValueUse } from './trace.ts'
import { traceTemplate, variables } from './trace-template.ts'

/** What actions such as `{{ $labels.instance }}` do, by their text: many templates are made of the same few. */
export class ActionMemory {
  readonly #version: PromqlVersion
  /** `null` for what does not stand alone. */
  readonly #known = new Map<string, Trace | null>()

  constructor(version: PromqlVersion) {
    this.#version = version
  }

  /** What a template does; `null` when one of its actions does not stand alone, so that all of it has to be read. */
  traceOf(text: string): Trace | null {
    const labels: LabelUse[] = []
    const values: ValueUse[] = []
    let to = 0
    for (let from = text.indexOf('{{'); from >= 0; from = text.indexOf('{{', to)) {
      const end = text.indexOf('}}', from)
      to = end < 0 ? text.length : end + 2
      const known = this.#recall(text.slice(from, to))
      if (known === null) return null
      for (const use of known.labels) labels.push({ ...use, from: from + use.from, to: from + use.to })
      for (const use of known.values)
        values.push({ ...use, from: from + use.from, to: from + use.to, behind: text[to] ?? '' })
    }
    return { faults: [], labels, values, queries: [] }
  }

  #recall(action: string): Trace | null {
    const known = this.#known.get(action)
    if (known !== undefined) return known
    const trace = this.#standsAlone(action) ? traceTemplate(action, this.#version, () => null) : null
    const kept = trace === null || trace.faults.length > 0 || trace.queries.length > 0 ? null : trace
    if (this.#known.size >= most) this.#known.clear()
    this.#known.set(action, kept)
    return kept
  }

  /** Whether it is one whole action, and has nothing to do with what stands before or behind it. */
  #standsAlone(action: string): boolean {
    const [node, ...others] = parseTemplate(action, variables, this.#version).nodes
    return node?.kind === 'action' && node.pipe.sets.length === 0 && others.length === 0
  }
}

const most = 1000
