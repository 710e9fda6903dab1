import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { findProcess } from './process-table.ts'

/** Ends its first thread alone, as a program does for a moment that is killed with its threads at work. */
const lingering = `use threads; my $other = threads->create(sub { sleep 60 }); $| = 1; print "ready\\n"; syscall(${process.arch === 'arm64' ? 93 : 60}, 0)`

const hasThreads = process.platform === 'linux' && spawnSync('perl', ['-Mthreads', '-e', '1']).status === 0
const reason = hasThreads ? '' : ' (skipped: no Perl with threads)'

describe.skipIf(!hasThreads)(`a process whose first thread has ended${reason}`, () => {
  test('lives until the others have', async () => {
    const child = spawn('perl', ['-e', lingering], { stdio: ['ignore', 'pipe', 'ignore'] })
    try {
      await once(child.stdout, 'data')
      expect(await findProcess(child.pid ?? 0)).not.toBeNull()
      await expect.poll(() => readFile(`/proc/${child.pid}/stat`, 'utf8')).toMatch(/\) Z /)
      expect(await findProcess(child.pid ?? 0)).not.toBeNull()
    } finally {
      child.kill('SIGKILL')
    }
    await expect.poll(() => findProcess(child.pid ?? 0)).toBeNull()
  })
})
