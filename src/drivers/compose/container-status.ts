import type { Engine } from '../../model/model.ts'
import type { EngineState, EngineStatus } from '../driver.ts'
import type { Container, MemoryUse } from './docker-engine.ts'

/** What a container says about its engine; `null` stands for no container. */
export function containerStatus(engine: Engine, container: Container | null, memory: MemoryUse): EngineStatus {
  const absent = { engine: engine.name, version: '', url: '', id: '', startedAt: 0 }
  if (container === null) return { ...absent, state: 'absent', detail: '' }
  const state = stateOf(container)
  const runs = container.startedAt > 0
  return {
    engine: engine.name,
    state,
    version: versionOf(engine, container.image),
    url: runs ? container.url : '',
    id: runs ? container.id.slice(0, 12) : '',
    startedAt: container.startedAt,
    detail: detailOf(container, state, memory),
  }
}

function stateOf({ state, health }: Container): EngineState {
  if (state === 'paused') return 'paused'
  if (state === 'restarting') return 'unhealthy'
  if (state !== 'running') return 'stopped'
  return health === 'healthy' || health === 'none' ? 'running' : health
}

/** The model knows the version of its own image; of any other, the tag has to do. */
function versionOf(engine: Engine, image: string): string {
  if (image === `${engine.image}:${engine.tag}`) return engine.version
  return image.slice(image.lastIndexOf(':') + 1).replace(/^v/, '')
}

function detailOf(container: Container, state: EngineState, { used, limit }: MemoryUse): string {
  const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`
  if (container.outOfMemory && state !== 'running') return 'ended for lack of memory'
  if (container.state === 'restarting') return `ends again and again, last with exit code ${container.exitCode}`
  if (container.state === 'exited' && container.exitCode !== 0) return `ended with exit code ${container.exitCode}`
  if (state === 'unhealthy') return container.probe === '' ? 'fails its health check' : container.probe
  if (limit > 0 && used > 0.9 * limit) return `uses ${mebibytes(used)} of its ${mebibytes(limit)}`
  return ''
}
