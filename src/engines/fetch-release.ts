import { chmod, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import { download } from './download.ts'
import { archivesDir } from './locate-program.ts'
import type { Release } from './programs.ts'
import { lastLine, runCommand } from './run-command.ts'
import { withUnpackingFolder } from './unpacking-folder.ts'

export interface ReleaseRequest {
  readonly cacheDir: string
  /** Such as `linux-amd64`. */
  readonly platform: string
  /** A folder that holds the archives under their own names. @default the project's own server */
  readonly archiveBaseUrl: string | undefined
  readonly report: (text: string) => void
  readonly signal: AbortSignal | undefined
}

/**
 * Downloads a release archive, compares it with its pinned SHA-256 and unpacks it into the cache.
 *
 * @throws BelfryError `ENGINE_FETCH_FAILED` or `ENGINE_CHECKSUM`; then nothing is left.
 */
export async function fetchRelease(release: Release, request: ReleaseRequest): Promise<void> {
  const { cacheDir, platform, archiveBaseUrl, report, signal } = request
  const file = release.file(platform)
  const sha256 = release.sha256[platform]
  if (sha256 === undefined) throw new BelfryError('ENGINE_FETCH_FAILED', `no checksum is pinned for ${file}`)
  const folder = archivesDir(cacheDir)
  await withUnpackingFolder(folder, async (work) => {
    const archive = join(work, file)
    const base = (archiveBaseUrl ?? release.folder).replace(/\/+$/, '')
    report(`downloading ${file}`)
    const tell = (text: string): void => report(`downloading ${file}: ${text}`)
    await download(`${base}/${file}`, archive, { sha256, report: tell, signal })
    report(`unpacking ${file}`)
    const root = join(work, 'root')
    await mkdir(root)
    await unpack(archive, root, signal)
    await chmod(root, 0o755)
    const target = join(folder, file.replace(/\.tar\.gz$/, ''))
    await rm(target, { recursive: true, force: true })
    await rename(root, target)
  })
}

async function unpack(archive: string, root: string, signal: AbortSignal | undefined): Promise<void> {
  const members = (await tar(['-tzf', archive], signal)).split('\n')
  const outside = members.find((member) => member.startsWith('/') || member.split('/').includes('..'))
  if (outside !== undefined) {
    throw new BelfryError('ENGINE_FETCH_FAILED', `the archive wants to write outside its folder: ${outside}`)
  }
  await tar(['-xzf', archive, '-C', root, '--strip-components=1', '--no-same-owner'], signal)
}

async function tar(args: readonly string[], signal: AbortSignal | undefined): Promise<string> {
  const result = await runCommand('tar', args, { timeoutMs: 300_000, signal })
  if (result.exitCode !== 0) throw new BelfryError('ENGINE_FETCH_FAILED', `tar: ${lastLine(result)}`)
  return result.stdout
}
