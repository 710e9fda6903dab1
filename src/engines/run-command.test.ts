import { describe, expect, it } from 'vitest'
import { lastLine, runCommand } from './run-command.ts'

const node = process.execPath
const script = (code: string): readonly string[] => ['-e', code]

describe('runCommand', () => {
  it('gives the exit code and both outputs', async () => {
    const result = await runCommand(node, script('console.log("a"); console.error("b"); process.exitCode = 3'), {
      timeoutMs: 10_000,
    })
    expect(result).toEqual({ exitCode: 3, stdout: 'a', stderr: 'b' })
    expect(lastLine(result)).toBe('b')
  })

  it('tells every line as it comes', async () => {
    const lines: string[] = []
    const code = 'console.log("a\\nb"); console.log("c")'
    const { stdout } = await runCommand(node, script(code), { timeoutMs: 10_000, onLine: (line) => lines.push(line) })
    expect(lines).toEqual(['a', 'b', 'c'])
    expect(stdout).toBe('a\nb\nc')
  })

  it('gives input to the command', async () => {
    const code = 'process.stdin.pipe(process.stdout)'
    expect(await runCommand(node, script(code), { timeoutMs: 10_000, input: 'hello' })).toMatchObject({
      stdout: 'hello',
    })
  })

  it('ends a command that takes too long, and repeats none of its arguments', async () => {
    const slow = runCommand(node, [...script('setInterval(() => 0, 1000)'), 'hunter2'], { timeoutMs: 300 })
    await expect(slow).rejects.toMatchObject({ code: 'ENGINE_FAILED', message: 'node did not end within 0.3 s' })
  })

  it('ends a command when it is given up', async () => {
    const controller = new AbortController()
    const slow = runCommand(node, script('setInterval(() => 0, 1000)'), {
      timeoutMs: 10_000,
      signal: controller.signal,
    })
    controller.abort()
    await expect(slow).rejects.toMatchObject({ code: 'ENGINE_FAILED' })
  })

  it('says that a program is not there', async () => {
    await expect(runCommand('/nonexistent/program', [], { timeoutMs: 1000 })).rejects.toMatchObject({
      code: 'ENGINE_MISSING',
    })
  })
})
