import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BelfryError } from '../errors/belfry-error.ts'
import { lastLine, runCommand } from './run-command.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The browser of this machine that can take pictures, or `null`. */
export async function findChromium(): Promise<string | null> {
  for (const folder of (process.env.PATH ?? '').split(delimiter))
    for (const name of names) {
      const path = join(folder, name)
      if (await isExecutable(path)) return path
    }
  return null
}

/**
 * Takes a picture of a file.
 *
 * @param chromium - the program.
 * @throws BelfryError `ENGINE_FAILED` when it takes none.
 */
export async function photograph(
  chromium: string,
  source: string,
  picture: string,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<void> {
  const result = await runCommand(
    chromium,
    [
      '--headless',
      '--disable-gpu',
      '--hide-scrollbars',
      '--force-color-profile=srgb',
      '--disable-background-networking',
      // The browser's own sandbox needs a user of its own.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--window-size=${Math.ceil(width)},${Math.ceil(height)}`,
      `--screenshot=${picture}`,
      pathToFileURL(source).href,
    ],
    { timeoutMs: 60_000 },
  )
  if (result.exitCode !== 0) throw new BelfryError('ENGINE_FAILED', `chromium took no picture: ${lastLine(result)}`)
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
