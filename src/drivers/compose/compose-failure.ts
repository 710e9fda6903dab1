import { BelfryError } from '../../errors/belfry-error.ts'

/** A service that compose waited for in vain; the driver adds what it logged. */
export class DependencyUnhealthy extends BelfryError {
  readonly container: string

  constructor(container: string) {
    super('NOT_READY', `${container} did not become healthy`)
    this.container = container
  }
}

/** What a failed compose command means, by what it printed. */
export function composeFailure(command: string, output: string): BelfryError {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const reason = lines.findLast((line) => /error|cannot|failed|denied/i.test(line)) ?? lines.at(-1) ?? 'no output'

  const port = /(?:bind|listen tcp\S*|host port)[^\n]*?:(\d+)[^\n]*(?:already allocated|already in use)/i.exec(output)
  if (port !== null) {
    return new BelfryError('PORT_TAKEN', `port ${port[1]} is taken`, {
      hint: 'End the program that listens there, or choose another port: `engines: { <name>: { port } }` in the environment.',
    })
  }
  const unhealthy = /container (\S+) (?:is unhealthy|exited \(\d+\))/.exec(output)
  if (unhealthy?.[1] !== undefined) return new DependencyUnhealthy(unhealthy[1])
  if (/cannot connect to the docker daemon|is the docker daemon running/i.test(output)) {
    return new BelfryError('DOCKER_UNAVAILABLE', 'no Docker engine answers', {
      hint: 'Start Docker, or run the engines as plain processes with --driver native.',
    })
  }
  if (command === 'pull' || /no such image|pull access denied|manifest unknown/i.test(output)) {
    return new BelfryError('IMAGE_MISSING', `an image cannot be had: ${reason}`, {
      hint: 'Check the way to the registry, load the images by hand, or run the engines with --driver native.',
    })
  }
  return new BelfryError('START_FAILED', `docker compose ${command} failed: ${reason}`)
}
