import { BelfryError } from '../errors/belfry-error.ts'
import { type EngineName, engineNames } from '../spec/engine-name.ts'
import type { Driver, EngineState, EngineStatus, Step } from './driver.ts'

interface FakeEngine {
  state: EngineState
  id: number
  startedAt: number
  readonly version: string
  readonly url: string
  readonly log: string[]
}

/** A driver that keeps the stack in memory: the commands can be tried without Docker and without any engine. */
export function fakeDriver(): Driver {
  const stack = new Map<EngineName, FakeEngine>()
  let lastId = 0
  let lastStart = 0

  const find = (engine: EngineName): FakeEngine => {
    const found = stack.get(engine)
    if (found !== undefined) return found
    throw new BelfryError('NOT_RUNNING', `${engine} is not part of the running stack`, {
      hint: 'Run `belfry up` first.',
    })
  }
  const start = (engine: FakeEngine): void => {
    lastId += 1
    // Two starts in one millisecond are still two moments.
    lastStart = Math.max(lastStart + 1, Date.now())
    Object.assign(engine, { state: 'running', id: lastId, startedAt: lastStart })
    engine.log.push('started')
  }
  const stop = (engine: FakeEngine): void => {
    if (engine.state !== 'stopped') engine.log.push('stopped')
    Object.assign(engine, { state: 'stopped', id: 0, startedAt: 0 })
  }
  const describe = ([engine, { state, id, startedAt, version, url }]: [EngineName, FakeEngine]): EngineStatus => ({
    engine,
    state,
    version,
    url,
    id: id === 0 ? '' : String(id),
    startedAt,
    detail: '',
  })

  return {
    name: 'fake',
    up({ model, changed }) {
      const wanted = engineNames.filter((name) => model.engines[name].enabled)
      const obsolete = [...stack.keys()].filter((name) => !wanted.includes(name))
      return [
        step('Prepare', () => {
          for (const name of obsolete) stack.delete(name)
          return ''
        }),
        ...wanted.map((name) =>
          step(`Start ${name}`, () => {
            const { version, port } = model.engines[name]
            const engine = stack.get(name) ?? { ...blank, version, url: `http://127.0.0.1:${port}`, log: [] }
            stack.set(name, engine)
            if (engine.state === 'paused') engine.state = 'running'
            if (engine.state !== 'running') start(engine)
            else if (changed.some((path) => path.includes(`/${name}/`))) engine.log.push('reloaded')
            else return 'runs already'
            return engine.log.at(-1) ?? ''
          }),
        ),
      ]
    },
    down() {
      if (stack.size === 0) return [step('Stop the stack', () => 'nothing was running')]
      return [...stack.keys()].reverse().map((name) =>
        step(`Stop ${name}`, () => {
          stack.delete(name)
          return 'stopped'
        }),
      )
    },
    restart(engines) {
      const names = engines.length > 0 ? engines : [...stack.keys()]
      const found = names.map((name) => [name, find(name)] as const)
      return found.map(([name, engine]) =>
        step(`Restart ${name}`, () => {
          stop(engine)
          start(engine)
          return 'restarted'
        }),
      )
    },
    status: async () => [...stack].map(describe),
    async logs({ engines, tail }, write) {
      const names = engines.length > 0 ? engines : [...stack.keys()]
      for (const name of names) for (const line of (stack.get(name)?.log ?? []).slice(-tail)) write(name, line)
    },
    async stop(name) {
      stop(find(name))
    },
    async start(name) {
      const engine = find(name)
      if (engine.state === 'stopped') start(engine)
    },
    async pause(name) {
      const engine = find(name)
      if (engine.state === 'running') engine.state = 'paused'
    },
    async resume(name) {
      const engine = find(name)
      if (engine.state === 'paused') engine.state = 'running'
    },
  }
}

const blank = { state: 'stopped' as EngineState, id: 0, startedAt: 0 }

function step(title: string, act: () => string): Step {
  return {
    title,
    async run(report, signal) {
      signal.throwIfAborted()
      report(title)
      return act()
    },
  }
}
