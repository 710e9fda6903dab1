import type { Profiler } from 'node:inspector'
import { Session } from 'node:inspector/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StackProfile } from './encode-profile.ts'
import { frameOf } from './profile-frame.ts'

/** As often as Go samples: a hundred times a second. */
const intervalMicroseconds = 10_000

/** Samples what this process computes for a while; ends early when the signal aborts. */
export async function profileCpu(seconds: number, signal: AbortSignal): Promise<StackProfile> {
  const session = new Session()
  session.connect()
  try {
    const startedAt = Date.now()
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: intervalMicroseconds })
    await session.post('Profiler.start')
    await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined)
    const { profile } = await session.post('Profiler.stop')
    return asStacks(profile, startedAt)
  } finally {
    session.disconnect()
  }
}

function asStacks(profile: Profiler.Profile, startedAt: number): StackProfile {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  )
  const times = new Map<number, number>()
  const { samples = [], timeDeltas = [] } = profile
  // A sample stands for the time until the next one.
  for (const [index, id] of samples.entries()) times.set(id, (times.get(id) ?? 0) + (timeDeltas[index + 1] ?? 0))

  const framesOf = (leaf: number): readonly Profiler.ProfileNode[] => {
    const stack: Profiler.ProfileNode[] = []
    for (let id: number | undefined = leaf; id !== undefined; id = parents.get(id)) {
      const node = nodes.get(id)
      if (node !== undefined && node.callFrame.functionName !== '(root)') stack.push(node)
    }
    return stack
  }
  const isBusy = (id: number): boolean => nodes.get(id)?.callFrame.functionName !== '(idle)'
  return {
    type: 'cpu',
    unit: 'nanoseconds',
    period: intervalMicroseconds * 1000,
    startedAt,
    duration: (profile.endTime - profile.startTime) / 1000,
    stacks: [...times]
      .filter(([id, microseconds]) => isBusy(id) && microseconds > 0)
      .map(([id, microseconds]) => ({
        frames: framesOf(id).map(({ callFrame }) => frameOf(callFrame)),
        value: microseconds * 1000,
      })),
  }
}
