import { once } from 'node:events'
import { createServer } from 'node:net'
import { BelfryError } from '../errors/belfry-error.ts'
import type { EngineName } from '../spec/engine-name.ts'
import { describePortOwner } from './port-owner.ts'

/**
 * Makes sure that every port can be listened on.
 *
 * @throws BelfryError PORT_TAKEN, naming every port that is not free, its engine and its owner.
 */
export async function checkPorts(wanted: readonly { engine: EngineName; port: number }[]): Promise<void> {
  const faults: { engine: EngineName; text: string }[] = []
  for (const { engine, port } of wanted) {
    const twin = wanted.find((other) => other.port === port)
    if (twin !== undefined && twin.engine !== engine) {
      faults.push({ engine, text: `port ${port} of ${engine} is also the port of ${twin.engine}` })
      continue
    }
    const failure = await listenFailure(port)
    if (failure === 'EADDRINUSE') {
      faults.push({ engine, text: `port ${port} of ${engine} is taken by ${await describePortOwner(port)}` })
    } else if (failure !== null) {
      faults.push({ engine, text: `port ${port} of ${engine} cannot be opened (${failure})` })
    }
  }
  const [first] = faults
  if (first === undefined) return
  throw new BelfryError('PORT_TAKEN', faults.map(({ text }) => text).join('; '), {
    hint: `End that process, or choose another port: \`engines: { '${first.engine}': { port } }\` in the environment, or --port-offset to move all.`,
  })
}

/** The code of the error that listening on a port meets; `null` when it is free. */
export async function listenFailure(port: number): Promise<string | null> {
  const server = createServer()
  try {
    server.listen({ host: '127.0.0.1', port, exclusive: true })
    await once(server, 'listening')
    return null
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  } finally {
    server.close()
  }
}
