import type { RunCommand } from './compose-command.ts'

/** Where the Docker engine listens. */
export interface DockerSocket {
  /** Empty for the default of the client library, which knows `DOCKER_HOST`. */
  readonly path: string
  /** Whether it runs on this machine, as far as its address tells. */
  readonly isLocal: boolean
}

/** The engine that the docker command would use: `DOCKER_HOST`, else the command's current context. */
export async function localSocket(run: RunCommand): Promise<DockerSocket> {
  const host = process.env.DOCKER_HOST ?? (await contextHost(run))
  const isLocal = host === '' || host.startsWith('unix:') || host.startsWith('npipe:')
  return { path: host.startsWith('unix://') ? host.slice('unix://'.length) : '', isLocal }
}

async function contextHost(run: RunCommand): Promise<string> {
  const args = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']
  const result = await run('docker', args, { timeoutMs: 10_000 }).catch(() => null)
  return result?.exitCode === 0 ? result.stdout.trim() : ''
}
