import type { Router } from '#belfry'
import type { Scenario } from './scenarios.ts'

export type Response = Parameters<Parameters<Router['get']>[1]>[1]

export interface Answer {
  readonly status: number
  readonly body: unknown
  /** Of a body that is a text as it stands. @default JSON */
  readonly type?: string
}

/** Longer than a collector waits for anything. */
const slowMs = 15_000

/** Sends an answer, or what a scenario makes of it. */
export function respond(response: Response, { status, body, type }: Answer, scenario: Scenario): void {
  const text = type === undefined ? JSON.stringify(body) : String(body)
  const finish = () =>
    void response
      .status(status)
      .type(type ?? 'json')
      .send(text)
  if (scenario === 'unreachable') response.socket?.destroy()
  else if (scenario === 'failing endpoint') response.status(500).type('text/plain').send('Internal Server Error\n')
  else if (scenario === 'half JSON') response.type(type ?? 'json').send(text.slice(0, Math.ceil(text.length / 2)))
  else if (scenario === 'slow endpoint') {
    const timer = setTimeout(finish, slowMs)
    response.on('close', () => clearTimeout(timer))
  } else finish()
}
