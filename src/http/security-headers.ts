import type { RequestHandler } from 'express'

const headers = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/** Headers for answers that no browser should run, frame, guess about or keep; a page may set its own policy after. */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set(headers)
  next()
}
