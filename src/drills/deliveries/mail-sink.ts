import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A message as it came, with the way it took. */
export interface SinkMail {
  readonly recipients: readonly string[]
  /** Headers and body, undecoded. */
  readonly source: string
  /** Whether it came encrypted. */
  readonly secure: boolean
  /** Who logged in; empty for nobody. */
  readonly user: string
  /** Unix milliseconds. */
  readonly receivedAt: number
}

export interface MailSink {
  /** `host:port`. */
  readonly address: string
  stop(): Promise<void>
}

export interface MailLogin {
  readonly username: string
  readonly password: string
}

/**
 * A mail server with encryption, by a certificate of its own making, that delivers nothing.
 *
 * @param login - who may send; `null` for everybody.
 */
export async function startMailSink(login: MailLogin | null, take: (mail: SinkMail) => void): Promise<MailSink> {
  const server = new SMTPServer({
    authOptional: login === null,
    // The library's own certificate names localhost, which is all that a sink needs.
    disabledCommands: login === null ? ['AUTH'] : [],
    logger: false,
    closeTimeout: 500,
    onAuth({ username, password }, _session, callback) {
      const isKnown = login !== null && username === login.username && password === login.password
      callback(isKnown ? null : new Error('unknown user or wrong password'), { user: username })
    },
    onData(stream, session, callback) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        take({
          recipients: session.envelope.rcptTo.map(({ address }) => address),
          source: Buffer.concat(parts).toString('utf8'),
          secure: session.secure,
          user: typeof session.user === 'string' ? session.user : '',
          receivedAt: Date.now(),
        })
        callback()
      })
    },
  })
  // A client that goes away in the middle is its own affair.
  server.on('error', () => undefined)
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  return {
    address: `127.0.0.1:${(listener.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
