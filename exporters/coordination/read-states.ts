import type { Redis } from '#belfry'
import { type Escalations, type FoundEscalations, readEscalations } from './escalations.ts'
import { activityKey, type CoordinatorId, heartbeatKey, isEscalationKey, parseStateKey, scanPattern } from './keys.ts'
import { readValues } from './read-values.ts'
import { scanKeys } from './scan-keys.ts'
import { countState, newTally, noteWaiting, type Tally, type TallyOptions } from './tally.ts'
import { readActivity, readHeartbeat, readState, type StateValue } from './values.ts'

interface Waiting {
  readonly id: CoordinatorId
  readonly state: StateValue
}

/** Reads the state of all coordinators, the last signs of life of those that wait, and who was given up for dead. */
export async function readStates(
  redis: Redis,
  { scanCount, ...options }: TallyOptions & { readonly scanCount: number },
  signal: AbortSignal,
): Promise<{ readonly tally: Tally; readonly escalations: Escalations }> {
  const tally = newTally()
  const escalations: FoundEscalations = { values: new Map(), unreadable: 0 }
  const reads: Promise<void>[] = []
  for await (const keys of scanKeys({ redis, match: scanPattern, count: scanCount, signal })) {
    const escalated = keys.filter(isEscalationKey)
    const states = escalated.length === 0 ? keys : keys.filter((key) => !isEscalationKey(key))
    const read = Promise.all([
      readEscalations(redis, escalated, escalations, signal),
      readBatch(redis, states, tally, signal).then((waiting) => readSigns(redis, waiting, tally, options, signal)),
    ]).then(() => {})
    // The scan goes on meanwhile; a failure is met at its end.
    read.catch(() => {})
    reads.push(read)
  }
  await Promise.all(reads)
  return { tally, escalations }
}

async function readBatch(
  redis: Redis,
  keys: readonly string[],
  tally: Tally,
  signal: AbortSignal,
): Promise<readonly Waiting[]> {
  const waiting: Waiting[] = []
  for (const [index, text] of (await readValues(redis, keys, signal)).entries()) {
    const id = parseStateKey(keys[index] ?? '')
    if (id === null || text === null) continue
    const state = readState(text)
    if (state === null) {
      tally.unreadable.state += 1
      continue
    }
    countState(tally, id, state)
    if (state.status === 'waiting') waiting.push({ id, state })
  }
  return waiting
}

/** One command for heartbeats and activities: their keys follow from the names of the coordinators. */
async function readSigns(
  redis: Redis,
  waiting: readonly Waiting[],
  tally: Tally,
  options: TallyOptions,
  signal: AbortSignal,
): Promise<void> {
  const names = waiting.map(({ id }) => id.coordinator)
  const texts = await readValues(redis, [...names.map(heartbeatKey), ...names.map(activityKey)], signal)
  for (const [index, { id, state }] of waiting.entries()) {
    const heartbeat = parse(texts[index], readHeartbeat, () => {
      tally.unreadable.heartbeat += 1
    })
    const activity = parse(texts[index + waiting.length], readActivity, () => {
      tally.unreadable.activity += 1
    })
    noteWaiting(tally, id, state, { heartbeat, activity }, options)
  }
}

function parse(text: string | null | undefined, read: (text: string) => number | null, unreadable: () => void) {
  if (text === null || text === undefined) return null
  const time = read(text)
  if (time === null) unreadable()
  return time
}
