import { join } from 'node:path'
import { runCommand } from '../../engines/run-command.ts'
import type { Model } from '../../model/model.ts'
import { composeProject } from '../../model/names.ts'
import { type ComposeCommand, composeCommand, type RunCommand } from './compose-command.ts'
import { ContainerSet } from './container-set.ts'
import { type DockerEngine, dockerEngine } from './docker-engine.ts'
import { localSocket } from './local-socket.ts'

export interface ComposeDriverOptions {
  readonly model: Model
  /** Absolute; the folder that holds the compose file. */
  readonly outDir: string
  /** Absolute; holds the secrets, and what the driver remembers. */
  readonly stateDir: string
  /** @default the Docker engine that the docker command uses */
  readonly docker?: DockerEngine
  /** @default runs real programs */
  readonly run?: RunCommand
}

/** What the parts of the driver work with. */
export interface ComposeContext extends ComposeDriverOptions {
  readonly docker: DockerEngine
  readonly run: RunCommand
  readonly compose: ComposeCommand
  readonly containers: ContainerSet
  /** Absolute; one file a secret. */
  readonly secretsDir: string
  /** Absolute; what tests and drills have shown. */
  readonly proofDir: string
  /** Whether the containers' ports are ports of this machine. */
  readonly isLocal: boolean
}

/** Finds the Docker engine and the compose project of a stack. */
export async function openContext(options: ComposeDriverOptions): Promise<ComposeContext> {
  const { model, outDir, stateDir, run = runCommand } = options
  const secretsDir = join(stateDir, 'secrets')
  const proofDir = join(stateDir, 'proof')
  const socket = options.docker === undefined ? await localSocket(run) : { path: '', isLocal: true }
  const docker = options.docker ?? dockerEngine(socket.path)
  const project = composeProject(model.name, model.environment)
  return {
    ...options,
    secretsDir,
    proofDir,
    docker,
    run,
    compose: composeCommand({ project, outDir, secretsDir, proofDir, demo: model.demo }, run),
    containers: new ContainerSet(docker, project),
    isLocal: socket.isLocal,
  }
}
