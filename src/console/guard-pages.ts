import type { RequestHandler } from '../http/server.ts'

/** Everything comes from the console itself; nothing runs or is drawn that stands within a page. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Sets what browsers may do with answers, and refuses what a page of somebody else asks. */
export const guardPages: RequestHandler = (request, response, next) => {
  response.set('Content-Security-Policy', policy)
  response.set('Cross-Origin-Opener-Policy', 'same-origin')
  response.set('Cross-Origin-Resource-Policy', 'same-origin')
  response.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
  const site = request.get('sec-fetch-site')
  const isOurs = site === undefined || site === 'same-origin' || site === 'none'
  // A link on another page may lead here; a script of it may not ask.
  if (isOurs || (request.method === 'GET' && request.get('sec-fetch-mode') === 'navigate')) next()
  else response.status(403).type('text/plain').send('not from this page\n')
}
