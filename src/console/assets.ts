import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import { gzip } from '../http/send-body.ts'
import type { RequestHandler } from '../http/server.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
}

/** What pages load, read once: nothing else of the disk can be asked for. */
export interface Assets {
  /** Address of a file, which changes with its content. */
  url(name: string): string
  /** Answers below `/assets`. */
  readonly serve: RequestHandler
}

interface Asset {
  readonly type: string
  readonly bytes: Buffer
  readonly zipped: Buffer | null
  readonly digest: string
}

/** Reads a folder of built files; without it pages still work, only without life. */
export async function openAssets(folder: string): Promise<Assets> {
  const assets = new Map<string, Asset>()
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  for (const entry of entries) {
    const type = contentTypes[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path)
    const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
    const zipped = type.startsWith('text/') ? await gzip(bytes) : null
    assets.set(relative(folder, path), { type, bytes, zipped, digest })
  }
  return {
    url: (name) => `/assets/${name}?${assets.get(name)?.digest ?? 'none'}`,
    serve: (request, response, next) => {
      const asset = assets.get(request.path.replace(/^\//, ''))
      if (asset === undefined) {
        next()
        return
      }
      // The address of a file that may change tells its digest; names of chunks hold one already.
      const isFixed = request.originalUrl.endsWith(asset.digest) || request.path.startsWith('/chunks/')
      response.setHeader('Cache-Control', isFixed ? 'public, max-age=31536000, immutable' : 'public, max-age=3600')
      response.setHeader('Content-Type', asset.type)
      response.vary('Accept-Encoding')
      if (asset.zipped === null || request.acceptsEncodings(['gzip', 'identity']) !== 'gzip') {
        response.end(asset.bytes)
        return
      }
      response.setHeader('Content-Encoding', 'gzip')
      response.end(asset.zipped)
    },
  }
}
