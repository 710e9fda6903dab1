import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface NotificationSink {
  readonly url: string
  /** Bodies that were posted, by path. */
  readonly bodies: ReadonlyMap<string, readonly string[]>
  close(): Promise<void>
}

/** Answers whatever a notification service would, and keeps what it was sent. */
export async function startNotificationSink(): Promise<NotificationSink> {
  const bodies = new Map<string, string[]>()
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const path = new URL(request.url ?? '/', 'http://sink').pathname
      bodies.set(path, [...(bodies.get(path) ?? []), body])
      response.setHeader('content-type', 'application/json')
      // PagerDuty, Opsgenie and Microsoft's workflows say that a message was accepted; the others that all is well.
      response.statusCode = /pagerduty|opsgenie|msteams/.test(path) ? 202 : 200
      response.end('{"ok":true,"result":{"message_id":1,"chat":{"id":1}}}')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
