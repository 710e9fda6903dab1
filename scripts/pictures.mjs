import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { palettePng } from './pictures/palette-png.mjs'

// Takes the pictures of the dashboards in docs/ from the stack that runs here; what is given is given to `belfry snapshot`.
const pictures = join('docs', 'images', 'dashboards')
const folder = mkdtempSync(join(tmpdir(), 'belfry-pictures-'))
try {
  const given = ['--format', 'png', '--theme', 'dark', '--width', '1400', '--from', 'now-24h', '--to', 'now']
  const command = ['bin/belfry.js', 'snapshot', ...given, ...process.argv.slice(2), '--out', folder, '--json']
  const taken = JSON.parse(
    execFileSync(process.execPath, command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
  )
  mkdirSync(pictures, { recursive: true })
  for (const { dashboard, file } of taken) {
    // A dashboard's key follows the name of its stack.
    const path = join(pictures, `${dashboard.slice(dashboard.indexOf('-') + 1)}.png`)
    const picture = palettePng(readFileSync(file))
    writeFileSync(path, picture)
    console.log(`${path} (${Math.round(picture.length / 1024)} kB)`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
