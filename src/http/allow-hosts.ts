import { isIP } from 'node:net'
import type { RequestHandler } from 'express'

/**
 * Refuses what was sent to another name than ours: a page of somebody else may let its own name point here, and would
 * then read answers as its own.
 *
 * @param hosts - names and addresses without ports, besides those of loopback. One that stands for every address, such
 *   as `0.0.0.0`, allows all addresses: only names can be made to point elsewhere.
 */
export function allowHosts(hosts: readonly string[]): RequestHandler {
  const allowed = new Set([...loopback, ...hosts.map(bare)])
  const isEverywhere = wildcards.some((address) => allowed.has(address))
  return (request, response, next) => {
    const host = hostOf(request.headers.host ?? '')
    if (allowed.has(host) || (isEverywhere && isIP(host) !== 0)) next()
    else response.status(421).type('text/plain').send('not a name of this server\n')
  }
}

const loopback = ['localhost', '127.0.0.1', '::1']
const wildcards = ['0.0.0.0', '::']

/** Of `Host: name:port`; empty for what is none. */
const hostOf = (header: string): string => bare(/^(\[[\da-f:.]+\]|[^:]+)(?::\d+)?$/i.exec(header)?.[1] ?? '')

const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
