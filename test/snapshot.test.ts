import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CommandResult, runCommand } from '../src/engines/run-command.ts'
import { faultOfXml } from './support/xml.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const golden = join(root, 'src/preview/golden')
const dashboard = join(golden, 'everything.dashboard.json')
const recording = join(golden, 'everything.recording.json')

let scratch: string
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'belfry-snapshot-'))
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

const snapshot = (...args: readonly string[]): Promise<CommandResult> =>
  runCommand(process.execPath, [join(root, 'bin/belfry.js'), 'snapshot', ...args], { cwd: root, timeoutMs: 60_000 })

async function drawn(out: string, ...args: readonly string[]): Promise<CommandResult> {
  return snapshot('--dashboard-file', dashboard, '--replay', recording, '--out', join(scratch, out), ...args)
}
const read = (path: string): Promise<string> => readFile(join(scratch, path), 'utf8')

describe('snapshot', () => {
  test('draws the same bytes in another process', async () => {
    const results = [await drawn('one'), await drawn('two')]
    expect(results.map(({ exitCode, stderr }) => [exitCode, stderr.includes('everything.dashboard.svg')])).toEqual([
      [0, true],
      [0, true],
    ])
    const [one, two] = [await read('one/everything.dashboard.svg'), await read('two/everything.dashboard.svg')]
    expect(one === two).toBe(true)
    expect(faultOfXml(one)).toBe('')
  })

  test('writes a page that runs no script', async () => {
    expect((await drawn('html', '--format', 'html', '--theme', 'light')).exitCode).toBe(0)
    const page = await read('html/everything.dashboard.html')
    expect(page).not.toContain('<script')
    expect(page).not.toMatch(/(?:src|href)="https?:\/\/(?!example\.org)/)
  })

  test('writes a page that carries its data, and nothing that ends its scripts early', async () => {
    const hostile = { ...JSON.parse(await readFile(dashboard, 'utf8')), title: '</script><!--<script>' }
    const path = join(scratch, 'hostile.json')
    await writeFile(path, JSON.stringify(hostile))
    const out = join(scratch, 'offline')
    const result = await snapshot('--dashboard-file', path, '--replay', recording, '--format', 'offline', '--out', out)
    expect(result.exitCode, result.stderr).toBe(0)
    const page = await read('offline/hostile.html')
    expect(page.match(/<script/g)).toHaveLength(2)
    expect(page.match(/<\/script>/g)).toHaveLength(2)
    const [, content = ''] = /id="preview-content">([\s\S]*?)<\/script>/.exec(page) ?? []
    expect(JSON.parse(content)).toMatchObject({ dashboard: { title: hostile.title }, theme: 'dark' })
  })

  test('takes a picture without a browser, the same bytes each time', async () => {
    const pictures = []
    for (const out of ['picture', 'another']) {
      const result = await drawn(out, '--format', 'png')
      expect(result.exitCode, result.stderr).toBe(0)
      pictures.push(await readFile(join(scratch, out, 'everything.dashboard.png')))
    }
    const [one, two] = pictures
    expect(one?.equals(two ?? Buffer.alloc(0))).toBe(true)
    expect(one?.toString('latin1', 1, 4)).toBe('PNG')
    expect(one?.readUInt32BE(16)).toBe(JSON.parse(await readFile(recording, 'utf8')).width)
  })

  test('keeps the answers of a Prometheus, and draws the same from them', async () => {
    const server = createServer((_request, response) => {
      response.end(
        JSON.stringify({
          status: 'success',
          data: { resultType: 'vector', result: [{ metric: { a: 'b' }, value: [1, '7'] }] },
        }),
      )
    }).listen(0, '127.0.0.1')
    await new Promise((done) => server.once('listening', done))
    const board = join(scratch, 'small.json')
    const panel = {
      type: 'stat',
      title: 'Small',
      targets: [{ expr: 'up', instant: true }],
      gridPos: { x: 0, y: 0, w: 6, h: 4 },
    }
    await writeFile(board, JSON.stringify({ title: 'Small', panels: [panel] }))
    const kept = join(scratch, 'kept.json')
    const prometheus = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const shared = ['--dashboard-file', board, '--at', '2026-01-31T12:00:00Z']
    const first = await snapshot(
      ...shared,
      '--prometheus',
      prometheus,
      '--record',
      kept,
      '--out',
      join(scratch, 'live'),
    )
    server.close()
    expect(first.exitCode, first.stderr).toBe(0)
    const second = await snapshot('--dashboard-file', board, '--replay', kept, '--out', join(scratch, 'replayed'))
    expect(second.exitCode, second.stderr).toBe(0)
    expect(await read('replayed/small.svg')).toBe(await read('live/small.svg'))
  })

  test('shows that Prometheus does not answer, in every panel', async () => {
    const result = await snapshot(
      '--dashboard-file',
      dashboard,
      '--prometheus',
      'http://127.0.0.1:1',
      '--out',
      join(scratch, 'none'),
    )
    expect(result.exitCode, result.stderr).toBe(3)
    expect(result.stderr).toContain('no query was answered')
    expect(await read('none/everything.dashboard.svg')).toContain('127.0.0.1:1/api/v1/query')
  })

  test.each([
    [['nothing-like-it'], 'there is no dashboard nothing-like-it'],
    [['--at', 'tomorrow', '--replay', recording], '--at tomorrow is no time'],
    [['--from', 'now', '--to', 'now-1h', '--replay', recording, '--dashboard-file', dashboard], 'no range of time'],
    [['--replay', dashboard, '--dashboard-file', dashboard], 'is no recording'],
    [['--dashboard-file', join(golden, 'missing.json')], 'cannot be read'],
    [['--var', 'x', '--replay', recording, '--dashboard-file', dashboard], 'is not name=value'],
  ])('%s', async (args, message) => {
    const { exitCode, stderr } = await snapshot(...args, '--out', join(scratch, 'never'))
    expect(exitCode).toBe(2)
    expect(stderr).toContain(message)
  })
})
