import type { HeapProfiler } from 'node:inspector'
import { Session } from 'node:inspector/promises'
import type { Frame, StackProfile } from './encode-profile.ts'
import { frameOf } from './profile-frame.ts'

/** As seldom as Go samples: once in 512 KiB. */
const intervalBytes = 512 * 1024

/** Watches where memory that is still in use was asked for, from its start on. */
export interface HeapSampling {
  take(): Promise<StackProfile>
  stop(): void
}

export async function startHeapSampling(): Promise<HeapSampling> {
  const session = new Session()
  session.connect()
  const startedAt = Date.now()
  await session.post('HeapProfiler.startSampling', { samplingInterval: intervalBytes })
  return {
    take: async () => {
      const { profile } = await session.post('HeapProfiler.getSamplingProfile')
      return {
        type: 'inuse_space',
        unit: 'bytes',
        period: intervalBytes,
        startedAt,
        duration: Date.now() - startedAt,
        stacks: stacksBelow(profile.head, []),
      }
    },
    stop: () => session.disconnect(),
  }
}

function stacksBelow(node: HeapProfiler.SamplingHeapProfileNode, callers: readonly Frame[]): StackProfile['stacks'] {
  const isRoot = node.callFrame.functionName === '(root)'
  const frames = isRoot ? callers : [frameOf(node.callFrame), ...callers]
  const own = node.selfSize > 0 ? [{ frames, value: node.selfSize }] : []
  return [...own, ...node.children.flatMap((child) => stacksBelow(child, frames))]
}
