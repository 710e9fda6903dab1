import { BelfryError } from '../../errors/belfry-error.ts'
import type { EngineName } from '../../spec/engine-name.ts'
import type { Container, DockerEngine } from './docker-engine.ts'

/** The containers of one compose project, by service. */
export class ContainerSet {
  readonly #docker: DockerEngine
  readonly #project: string

  constructor(docker: DockerEngine, project: string) {
    this.#docker = docker
    this.#project = project
  }

  async all(): Promise<ReadonlyMap<string, Container>> {
    const found = await this.#docker.containers(this.#project)
    return new Map(found.map((container) => [container.service, container]))
  }

  /** @throws BelfryError NOT_RUNNING when the engine has no container. */
  async need(engine: EngineName): Promise<Container> {
    const container = (await this.all()).get(engine)
    if (container !== undefined) return container
    throw new BelfryError('NOT_RUNNING', `${engine} has no container in the project ${this.#project}`, {
      hint: 'Bring the stack up first.',
    })
  }
}
