import * as z from '../errors/zod.ts'
import { gzip } from '../http/send-body.ts'
import type { Request, RequestHandler, Response, Router } from '../http/server.ts'
import { encodeProfile, type StackProfile } from './encode-profile.ts'
import { profileCpu } from './profile-cpu.ts'
import { type HeapSampling, startHeapSampling } from './profile-heap.ts'

export interface Profiling {
  serve(router: Router): void
  stop(): void
}

const querySchema = z.object({ seconds: z.coerce.number().min(0.1).max(60).default(30) })

/**
 * Profiles of this service, for `go tool pprof`: `/debug/pprof/profile?seconds=`, `/debug/pprof/heap`. They show the
 * program's insides, so without authorization only this machine gets them.
 *
 * @param authorized - whether every request has shown who it is.
 */
export async function startProfiling(authorized: boolean): Promise<Profiling> {
  const heap = await startHeapSampling()
  return {
    serve: (router) => {
      router.use('/debug/pprof', guard(authorized))
      router.get('/debug/pprof', (_request, response) => {
        response.type('text/plain').send('/debug/pprof/profile?seconds=30\n/debug/pprof/heap\n')
      })
      serveProfiles(router, heap)
    },
    stop: heap.stop,
  }
}

function serveProfiles(router: Router, heap: HeapSampling): void {
  let isBusy = false
  router.get('/debug/pprof/heap', async (_request, response) => send(response, 'heap', await heap.take()))
  router.get('/debug/pprof/profile', async (request, response) => {
    const query = querySchema.safeParse(request.query)
    if (!query.success) return refuse(response, 400, 'seconds: a number from 0.1 to 60')
    if (isBusy) return refuse(response, 409, 'a profile is being taken; wait for its end')
    isBusy = true
    try {
      const gone = new AbortController()
      response.once('close', () => gone.abort())
      const profile = await profileCpu(query.data.seconds, gone.signal)
      if (!gone.signal.aborted) await send(response, 'profile', profile)
    } finally {
      isBusy = false
    }
  })
}

function guard(authorized: boolean): RequestHandler {
  return (request, response, next) => {
    if (authorized || isFromThisMachine(request)) next()
    else refuse(response, 403, 'profiles are given to this machine only, unless the service has authorization')
  }
}

/** Neither passed on by a proxy of this machine, nor sent by a page whose name was made to lead here. */
function isFromThisMachine(request: Request): boolean {
  const address = request.socket.remoteAddress ?? ''
  const host = (request.get('host') ?? '').replace(/:\d+$/, '')
  const passedOn = request.get('forwarded') ?? request.get('x-forwarded-for') ?? request.get('via')
  return (
    /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address) &&
    /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host) &&
    passedOn === undefined
  )
}

async function send(response: Response, name: string, profile: StackProfile): Promise<void> {
  const bytes = await gzip(encodeProfile(profile))
  response.setHeader('Content-Type', 'application/octet-stream')
  response.setHeader('Content-Disposition', `attachment; filename="${name}.pb.gz"`)
  response.end(bytes)
}

function refuse(response: Response, status: number, why: string): void {
  response.status(status).type('text/plain').send(`${why}\n`)
}
