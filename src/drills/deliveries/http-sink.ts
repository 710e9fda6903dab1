import { createLog } from '../../http/log.ts'
import { type HttpServer, startHttp } from '../../http/server.ts'

/** A request that a notification service would have got. */
export interface SinkRequest {
  /** With its leading slash, decoded no further. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Unix milliseconds. */
  readonly receivedAt: number
}

/** Takes what is sent to it, and answers as the services do that say yes. */
export async function startHttpSink(take: (request: SinkRequest) => void): Promise<HttpServer> {
  const log = createLog('belfry-drill', { level: 'silent' })
  return startHttp({ host: '127.0.0.1', port: 0, log, stopGraceMs: 200 }, (router) => {
    router.use((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)])
        const body = Buffer.concat(parts).toString('utf8')
        take({ path: request.path, headers: Object.fromEntries(headers), body, receivedAt: Date.now() })
        // PagerDuty, Opsgenie and Microsoft's workflows say that a message was accepted; the others that all is well.
        const status = /\/(pagerduty|opsgenie|msteams)\//.test(request.path) ? 202 : 200
        response.status(status).json({ ok: true, result: { message_id: 1, chat: { id: 1 } } })
      })
    })
  })
}
