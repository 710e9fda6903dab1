import type { Log } from '../http/log.ts'
import { createRouter, type Router } from '../http/server.ts'
import { seededRandom } from './random.ts'
import type { Simulator, SimulatorWork } from './simulator.ts'
import type { DemoStores } from './stores.ts'

export interface PlayOptions {
  readonly stores: DemoStores
  readonly log: Log
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number
}

/** One simulator while it runs. */
export interface Play {
  readonly simulator: Simulator
  scenario(): string
  /** Ends when the simulator has moved on under the new scenario. */
  switchTo(scenario: string): Promise<void>
  /** Its endpoints; `null` until it has started, as a store may be late. */
  router(): Router | null
  stop(): Promise<void>
}

const defaultTickMs = 1000

/** Runs a simulator, its healthy baseline first; what fails is tried again at the next tick. */
export function play(simulator: Simulator, { stores, log, now = Date.now }: PlayOptions): Play {
  let scenario = Object.keys(simulator.scenarios)[0] ?? ''
  let started: { readonly work: SimulatorWork; readonly router: Router } | null = null
  let failing = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let last = Promise.resolve()

  const start = async () => {
    const random = seededRandom(simulator.name)
    const { postgres, redis } = stores
    const work = await simulator.start({ postgres, redis, random, now, scenario: () => scenario })
    const router = createRouter()
    work.routes?.(router)
    return { work, router }
  }
  const step = async () => {
    if (stopped) return
    try {
      started ??= await start()
      await started.work.tick?.()
      if (failing) log.info({ simulator: simulator.name }, 'the simulator goes on')
      failing = false
    } catch (error) {
      // Once per outage.
      if (!failing) log.warn({ simulator: simulator.name, err: error }, 'the simulator failed, and tries again')
      failing = true
    }
  }
  // One after the other: a tick that is asked for waits for the one that runs.
  const advance = () => {
    last = last.then(step)
    return last
  }
  const round = async () => {
    await advance()
    if (!stopped) timer = setTimeout(round, started?.work.tickMs ?? defaultTickMs)
  }
  void round()

  return {
    simulator,
    scenario: () => scenario,
    switchTo: (next) => {
      scenario = next
      return advance()
    },
    router: () => started?.router ?? null,
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await last
      await started?.work.stop?.()
    },
  }
}
