import type { Program } from './regex-program.ts'
import type { Assertion } from './regex-tree.ts'

/** Where each group begins and ends in the text, as code points: two places a group; -1 where it took no part. */
export type Slots = readonly number[]

/**
 * Tries a program on a whole text, the preferred ways first. No state is tried twice, so the time grows with the
 * product of both lengths at most.
 *
 * @returns `false` when it does not match, `null` when that would take too long
 */
export function searchRegex({ steps, start }: Program, text: readonly number[]): Slots | false | null {
  const width = text.length + 1
  if (steps.length * width > mostStates) return null
  const tried = new Uint8Array(steps.length * width)
  const slots: number[] = []
  // Three numbers each: a step and a place to go on with, or -1, a slot and what to put back into it.
  const open: number[] = [0, start, 0]
  for (;;) {
    const at = open.pop()
    const index = open.pop()
    const isUndo = open.pop() === -1
    if (at === undefined || index === undefined) return false
    if (isUndo) {
      slots[index] = at
      continue
    }
    const state = index * width + at
    if (tried[state] === 1) continue
    tried[state] = 1
    const step = steps[index]
    switch (step?.kind) {
      case 'character': {
        const code = text[at]
        if (code !== undefined && step.test(code)) open.push(0, step.next, at + 1)
        break
      }
      case 'assertion':
        if (holds(step.assertion, text, at)) open.push(0, step.next, at)
        break
      case 'save':
        open.push(-1, step.slot, slots[step.slot] ?? -1)
        slots[step.slot] = at
        open.push(0, step.next, at)
        break
      case 'split':
        open.push(0, step.otherwise, at, 0, step.next, at)
        break
      case 'end':
        if (at === text.length) return slots
    }
  }
}

function holds(assertion: Assertion, text: readonly number[], at: number): boolean {
  switch (assertion) {
    case 'text-start':
      return at === 0
    case 'text-end':
      return at === text.length
    case 'line-start':
      return at === 0 || text[at - 1] === newline
    case 'line-end':
      return at === text.length || text[at] === newline
    case 'word-edge':
      return isWord(text[at - 1]) !== isWord(text[at])
    case 'no-word-edge':
      return isWord(text[at - 1]) === isWord(text[at])
  }
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && code < 128 && /\w/.test(String.fromCharCode(code))
}

const newline = 10
const mostStates = 2_000_000
