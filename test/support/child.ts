import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'

export interface Child {
  readonly pid: number
  /** What it wrote so far, both streams. */
  output(): string
  /** Ends it and waits until it is gone. @returns its exit code; `null` when the signal has ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts a program that runs until the test stops it; a test run that dies takes it along where it can. */
export function startChild(program: string, args: readonly string[], options: SpawnOptions = {}): Child {
  const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  let output = ''
  child.stdout?.on('data', (bytes) => {
    output += bytes
  })
  child.stderr?.on('data', (bytes) => {
    output += bytes
  })
  child.on('error', (error) => {
    output += error.message
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const gone = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      process.off('exit', kill)
      resolve(code)
    })
  })
  return {
    pid: child.pid ?? -1,
    output: () => output,
    stop: async (signal = 'SIGTERM') => {
      if (!ended(child)) child.kill(signal)
      return gone
    },
  }
}

/** Asks again and again until the answer is yes. */
export async function until(what: string, ready: () => Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const end = Date.now() + timeoutMs
  while (!(await ready().catch(() => false))) {
    if (Date.now() > end) throw new Error(`${what} was not ready after ${timeoutMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function ended(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined
}
