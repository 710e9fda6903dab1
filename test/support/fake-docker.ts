import { Readable } from 'node:stream'
import type { RunCommand } from '../../src/drivers/compose/compose-command.ts'
import type { Container, DockerEngine } from '../../src/drivers/compose/docker-engine.ts'
import { BelfryError } from '../../src/errors/belfry-error.ts'

/** A Docker engine and its compose command in memory, for tests. */
export class FakeDocker implements DockerEngine {
  running = true
  composeVersion = '2.40.3'
  readonly images = new Set<string>()
  readonly registry = new Set<string>()
  readonly list: Container[] = []
  readonly ports = new Map<number, string>()
  log = ''
  /** What the compose command was asked, without the options that say where. */
  readonly commands: string[] = []
  /** What `docker compose config` answers, and which containers `up` makes. */
  services: Readonly<Record<string, { image: string; build?: object; ports?: readonly { published: string }[] }>> = {}
  /** How `up` ends. */
  upResult = { exitCode: 0, stderr: '' }
  /** How docker commands end that are not compose's. */
  plain: (args: readonly string[]) => number = () => 0

  readonly run: RunCommand = async (_file, args) => {
    if (args.includes('version')) return this.#answer(this.composeVersion === '' ? 1 : 0, this.composeVersion)
    if (args[0] !== 'compose') {
      this.commands.push(args.join(' '))
      return this.#answer(this.plain(args), '')
    }
    const command = args.slice(args.lastIndexOf('--file') + 2).filter((arg) => arg !== '--profile' && arg !== 'demo')
    this.commands.push(command.join(' '))
    if (command[0] === 'config') return this.#answer(0, JSON.stringify({ services: this.services }))
    if (command[0] === 'up' && this.upResult.exitCode === 0) this.#create(command.slice(4))
    if (command[0] === 'down') this.list.length = 0
    return { exitCode: command[0] === 'up' ? this.upResult.exitCode : 0, stdout: '', stderr: this.upResult.stderr }
  }

  /** Adds a container that runs and is healthy, but for what is given. */
  add(service: string, facts: Partial<Container> = {}): void {
    const known = { id: `${service}-id`, service, image: `${service}:1`, state: 'running', health: 'healthy' } as const
    const rest = { probe: '', url: '', startedAt: 1000, exitCode: 0, outOfMemory: false }
    this.list.push({ ...known, ...rest, ...facts })
  }

  async ping(): Promise<void> {
    if (!this.running) throw new BelfryError('DOCKER_UNAVAILABLE', 'no Docker engine answers')
  }
  hasImage = async (name: string): Promise<boolean> => this.images.has(name)
  canPull = async (name: string): Promise<boolean> => this.registry.has(name)
  containers = async (): Promise<readonly Container[]> => [...this.list]
  portOwner = async (port: number): Promise<string | null> => this.ports.get(port) ?? null
  memory = async (): Promise<{ used: number; limit: number }> => ({ used: 0, limit: 0 })
  async logStream(): Promise<NodeJS.ReadableStream> {
    const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0])
    header.writeUInt32BE(Buffer.byteLength(this.log), 4)
    return Readable.from([Buffer.concat([header, Buffer.from(this.log)])])
  }
  stop = async (id: string): Promise<void> => this.#change(id, { state: 'exited', startedAt: 0 })
  start = async (id: string): Promise<void> => this.#change(id, { state: 'running', startedAt: 2000 })
  restart = async (id: string): Promise<void> => this.#change(id, { state: 'running', startedAt: 3000 })
  pause = async (id: string): Promise<void> => this.#change(id, { state: 'paused' })
  resume = async (id: string): Promise<void> => this.#change(id, { state: 'running' })

  #answer(exitCode: number, stdout: string): { exitCode: number; stdout: string; stderr: string } {
    return { exitCode, stdout, stderr: '' }
  }

  #create(names: readonly string[]): void {
    for (const [name, { image }] of Object.entries(this.services)) {
      if (names.includes(name) && !this.list.some(({ service }) => service === name)) this.add(name, { image })
    }
  }

  #change(id: string, facts: Partial<Container>): void {
    const index = this.list.findIndex((container) => container.id === id)
    const found = this.list[index]
    if (found !== undefined) this.list[index] = { ...found, ...facts }
  }
}
