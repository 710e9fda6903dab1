import { readdir, readFile, readlink } from 'node:fs/promises'
import { basename } from 'node:path'

/** Who listens on a TCP port of this machine, in words: `process 4711 (node server.js)`. */
export async function describePortOwner(port: number): Promise<string> {
  const pid = await findListener(port).catch(() => null)
  return pid === null ? 'an unknown process' : `process ${pid} (${await describeCommand(pid)})`
}

/** Reads the kernel's tables directly, since lsof and ss are often not installed. */
async function findListener(port: number): Promise<number | null> {
  const inodes = new Set<string>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const lines = (await readFile(table, 'utf8').catch(() => '')).split('\n').slice(1)
    for (const fields of lines.map((line) => line.trim().split(/\s+/))) {
      const [, local = '', , state, , , , , , inode = ''] = fields
      const listening = state === '0A' && Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16) === port
      if (listening) inodes.add(`socket:[${inode}]`)
    }
  }
  if (inodes.size === 0) return null
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const owners = await Promise.all(pids.map(async (pid) => ((await holdsOneOf(pid, inodes)) ? [Number(pid)] : [])))
  return owners.flat()[0] ?? null
}

async function holdsOneOf(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  // Other users' processes are closed to us.
  const files = await readdir(`/proc/${pid}/fd`).catch(() => [])
  const links = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')))
  return links.some((link) => sockets.has(link))
}

/** The program and, for an interpreter, its script; other arguments may hold secrets. */
async function describeCommand(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  const [program = '', script = ''] = text.split('\0')
  const name = basename(program.split(' ')[0] ?? '')
  const interpreted = /^(node|python|ruby|perl|java|bash|sh)[\d.]*$/.test(name) && /^[^-]/.test(script)
  return interpreted ? `${name} ${basename(script)}` : name || 'unknown command'
}
