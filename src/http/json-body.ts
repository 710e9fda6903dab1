import express, { type RequestHandler } from 'express'

/**
 * Parses JSON bodies, for the routes that take them. One that is too large is answered, and cut off, before all of it has
 * come.
 *
 * @param most - bytes.
 */
export function jsonBody(most: number): RequestHandler {
  const parse = express.json({ limit: most })
  return (request, response, next) => {
    const refuse = (): void => {
      response.status(413).set('Connection', 'close').type('text/plain').send('too large\n')
    }
    if (Number(request.get('content-length') ?? 0) > most) {
      refuse()
      return
    }
    let size = 0
    request.on('data', ({ length }: Buffer) => {
      size += length
      if (size > most && !response.headersSent) refuse()
    })
    parse(request, response, (error: unknown) => {
      if (!response.headersSent) next(error)
    })
  }
}
