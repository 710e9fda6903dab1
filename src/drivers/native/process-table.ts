import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** A living process, told from any other that ever had or will have its pid. */
export interface LiveProcess {
  readonly identity: string
  readonly paused: boolean
}

/** Looks a process up; `null` when it is gone. A zombie is gone: it runs nothing and holds nothing, once its threads have ended. */
export async function findProcess(pid: number): Promise<LiveProcess | null> {
  if (pid <= 0) return null
  return process.platform === 'linux' ? findInProc(pid) : findWithPs(pid)
}

/** Whether a process that was started once is still that process. */
export async function isAlive(known: { readonly pid: number; readonly identity: string }): Promise<boolean> {
  return (await findProcess(known.pid))?.identity === known.identity
}

/**
 * The process and everything below it, each with its identity.
 * PostgreSQL's backends have sessions of their own, so a process group would miss them.
 */
export async function findFamily(pid: number): Promise<readonly { pid: number; identity: string }[]> {
  const parents = process.platform === 'linux' ? await parentsInProc() : await parentsWithPs()
  const pids = [pid]
  for (const one of pids) pids.push(...parents.filter(([, parent]) => parent === one).map(([child]) => child))
  const found = await Promise.all(pids.map(async (one) => ({ pid: one, identity: (await findProcess(one))?.identity })))
  return found.flatMap(({ pid: one, identity }) => (identity === undefined ? [] : [{ pid: one, identity }]))
}

/**
 * The process that was started with a variable in its environment, and not the children that inherited it.
 * Linux alone shows environments.
 */
export async function findByVariable(name: string, value: string): Promise<{ pid: number; identity: string } | null> {
  if (process.platform !== 'linux') return null
  const parents = await parentsInProc()
  const holds = async (pid: number): Promise<boolean> =>
    (await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')).split('\0').includes(`${name}=${value}`)
  const found = await Promise.all(parents.map(async ([pid, parent]) => ((await holds(pid)) ? [{ pid, parent }] : [])))
  const holders = found.flat()
  const first = holders.find(({ parent }) => !holders.some(({ pid }) => pid === parent))
  const live = first === undefined ? null : await findProcess(first.pid)
  return first === undefined || live === null ? null : { pid: first.pid, identity: live.identity }
}

async function findInProc(pid: number): Promise<LiveProcess | null> {
  const fields = await readStat(pid)
  const state = fields?.[0]
  if (fields === null || state === undefined || state === 'X') return null
  // The first thread may be gone before the others, which hold the ports until they have ended.
  const threads = Number(fields[17])
  if (state === 'Z' && threads <= 1) return null
  return { identity: `${await bootId()}:${fields[19] ?? ''}`, paused: state === 'T' }
}

/** Fields of `/proc/PID/stat` from the third, the state, on: the second may hold spaces and parentheses. */
async function readStat(pid: number): Promise<readonly string[] | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** Start times count from boot, so the boot is part of an identity. */
async function bootId(): Promise<string> {
  const text = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  return text.trim()
}

async function parentsInProc(): Promise<readonly (readonly [pid: number, parent: number])[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  return Promise.all(pids.map(async (pid) => [pid, Number((await readStat(pid))?.[1] ?? -1)] as const))
}

async function findWithPs(pid: number): Promise<LiveProcess | null> {
  const [line] = await ps(['-o', 'state=,lstart=', '-p', String(pid)])
  const [, state, start] = /^\s*(\S+)\s+(.+?)\s*$/.exec(line ?? '') ?? []
  if (state === undefined || start === undefined || state.startsWith('Z')) return null
  return { identity: start, paused: state.startsWith('T') }
}

async function parentsWithPs(): Promise<readonly (readonly [pid: number, parent: number])[]> {
  const lines = await ps(['-A', '-o', 'pid=,ppid='])
  return lines.map((line) => {
    const [pid, parent] = line.trim().split(/\s+/).map(Number)
    return [pid ?? -1, parent ?? -1] as const
  })
}

async function ps(args: readonly string[]): Promise<readonly string[]> {
  const options = { env: { ...process.env, LC_ALL: 'C' } }
  // ps fails when nothing matches.
  const { stdout } = await promisify(execFile)('ps', [...args], options).catch(() => ({ stdout: '' }))
  return stdout.split('\n').filter((line) => line !== '')
}
