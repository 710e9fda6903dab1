import { get as httpGet } from 'node:http'
import { get as httpsGet } from 'node:https'
import { connect } from 'node:net'
import type { Probe } from '../../model/process-plan.ts'

/**
 * Asks an engine once whether it is ready.
 *
 * @param timeout - milliseconds.
 * @returns what is wrong; empty when it is ready.
 */
export async function runProbe(probe: Probe, timeout: number): Promise<string> {
  if (probe.kind === 'http') return probeHttp(probe.url, probe.status, timeout)
  const { host, port } = probe
  if (probe.kind === 'tcp') return talk(host, port, timeout, '', () => '')
  if (probe.kind === 'redis') return talk(host, port, timeout, 'PING\r\n', judgeRedis)
  return talk(host, port, timeout, postgresStartup, judgePostgres)
}

function probeHttp(url: string, status: number, timeout: number): Promise<string> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeout)
    // Our own process on the loopback address: its certificate is for the name that others know.
    const options = { agent: false, signal, rejectUnauthorized: false } as const
    const request = (url.startsWith('https:') ? httpsGet : httpGet)(url, options, (response) => {
      response.resume()
      resolve(response.statusCode === status ? '' : `${url} answers ${response.statusCode}`)
    })
    request.on('error', () => resolve(signal.aborted ? `${url} does not answer` : `nothing listens for ${url}`))
  })
}

/** Connects, says one thing, and judges the first answer; without anything to say, the connection is the answer. */
function talk(
  host: string,
  port: number,
  timeout: number,
  say: string,
  judge: (answer: string) => string,
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const finish = (verdict: string): void => {
      socket.destroy()
      resolve(verdict)
    }
    socket.setTimeout(timeout, () => finish(`${host}:${port} does not answer`))
    socket.on('error', () => finish(`nothing listens on ${host}:${port}`))
    socket.on('close', () => finish(`${host}:${port} hung up`))
    socket.on('connect', () => (say === '' ? finish('') : socket.write(say, 'latin1')))
    socket.on('data', (data) => finish(judge(data.toString('latin1'))))
  })
}

/** An error about a missing password is an answer; one about loading is not. */
function judgeRedis(answer: string): string {
  return answer.startsWith('-LOADING') || answer.startsWith('-MASTERDOWN') ? answer.trim() : ''
}

/** `cannot_connect_now` is the one refusal that means starting or stopping. */
function judgePostgres(answer: string): string {
  return answer.startsWith('E') && answer.includes('C57P03') ? 'the database system is starting up' : ''
}

/** A start-up packet of protocol 3.0 for a user that need not exist: the server asks for a password, or says that it cannot. */
const postgresStartup = ((): string => {
  const body = Buffer.from('\0\x03\0\0user\0belfry_probe\0database\0postgres\0\0', 'latin1')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length + 4)
  return Buffer.concat([length, body]).toString('latin1')
})()
