import { getJson } from './ask-console.ts'
import { count, moment } from './text.ts'

/** A period of which the data is made up, in Unix seconds. */
export interface MadeUp {
  readonly from: number
  readonly to: number
  readonly incidents: readonly { readonly title: string; readonly from: number; readonly to: number }[]
}

let known: Promise<MadeUp | null> | null = null

/** `null` when all data was measured. */
export function madeUp(): Promise<MadeUp | null> {
  known ??= getJson<MadeUp | null>('/api/history').catch(() => null)
  return known
}

export function madeUpText({ from, to, incidents }: MadeUp): string {
  const told = incidents.length === 0 ? '' : `, with ${count(incidents.length, 'incident')}`
  return `Demo data: from ${moment(from * 1000).slice(0, 16)} to ${moment(to * 1000).slice(0, 16)} nothing was measured; the history is made up${told}.`
}

/** Says at the mark of the demo since when data is real. */
export async function markDemo(): Promise<void> {
  const mark = document.getElementById('demo')
  const history = await madeUp()
  if (mark === null || history === null) return
  mark.title = madeUpText(history)
  mark.textContent = `Demo data · made up until ${moment(history.to * 1000).slice(11, 16)}`
}
