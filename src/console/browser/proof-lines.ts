import { h } from './dom.ts'
import type { Proof } from './stack.ts'
import { count, moment, seconds } from './text.ts'

/** What the last tests, mutations and drills say of an alert, a line each. */
export function proofLines({ cases, mutation, drills }: Proof, name: string): readonly HTMLElement[] {
  const [tested, mutated, drilled] = [cases[name], mutation[name], drills[name]]
  const lines: HTMLElement[] = []
  if (tested !== undefined) {
    const { failed, at } = tested
    const text =
      failed === 0 ? count(tested.cases, 'case holds', 'cases hold') : `${failed} of ${tested.cases} cases fail`
    lines.push(line(text, failed === 0, at))
  }
  if (mutated !== undefined)
    lines.push(line(`${Math.floor(mutated.score * 100)} % of mutants noticed`, mutated.survived === 0, mutated.at))
  if (drilled !== undefined) {
    const { outcome, detection, at } = drilled
    const time = detection === null ? '' : ` in ${seconds(detection)}`
    lines.push(line(`drill of ${at.slice(0, 10)}: ${outcome}${time}`, ['passed', 'skipped'].includes(outcome), at))
  }
  return lines.length === 0 ? [h('div', { class: 'soft' }, 'not run yet')] : lines
}

const line = (text: string, isFine: boolean, at: string): HTMLElement =>
  h('div', { class: isFine ? '' : 'late', title: `Shown ${moment(at)}` }, text)
