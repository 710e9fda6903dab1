import { createHash, timingSafeEqual } from 'node:crypto'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { readSecret } from './secret-file.ts'

/** What a client must present; the secret stands in a file. */
export type ServerAuthorization =
  | { readonly type: 'basic'; readonly username: string; readonly passwordFile: string }
  | { readonly type: 'bearer'; readonly tokenFile: string }

/**
 * Refuses requests without the right credentials: 401 with a challenge.
 *
 * @param publicPaths - exact paths that stay open, such as those of health checks.
 */
export function requireAuthorization(expected: ServerAuthorization, publicPaths: readonly string[]): RequestHandler {
  return async (request: Request, response: Response, next: NextFunction) => {
    if (publicPaths.includes(request.path) || sameText(request.get('authorization') ?? '', await headerOf(expected))) {
      next()
      return
    }
    const challenge = expected.type === 'basic' ? 'Basic realm="belfry", charset="UTF-8"' : 'Bearer realm="belfry"'
    response.status(401).set('WWW-Authenticate', challenge).type('text/plain').send('unauthorized\n')
  }
}

async function headerOf(expected: ServerAuthorization): Promise<string> {
  if (expected.type === 'bearer') return `bearer ${await readSecret(expected.tokenFile)}`
  const pair = `${expected.username}:${await readSecret(expected.passwordFile)}`
  return `basic ${Buffer.from(pair).toString('base64')}`
}

/** The scheme is case-insensitive, the credentials are not. Digests make both sides equally long. */
function sameText(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const normal = given.trim().replace(/^\S+\s*/, (scheme) => `${scheme.trim().toLowerCase()} `)
  return timingSafeEqual(digest(normal), digest(wanted))
}
