import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type Artifact, artifact } from '../src/model/artifact.ts'
import { applyWrite } from '../src/outputs/apply-write.ts'
import { checkTree } from '../src/outputs/check-tree.ts'
import { planWrite, type WritePlan } from '../src/outputs/plan-write.ts'

const base = mkdtempSync(join(tmpdir(), 'belfry-outputs-'))
let outDir = ''
let count = 0

const compose = artifact('docker-compose.yml', 'name: test\n')
const prometheus = artifact('rendered/prometheus/prometheus.yml', 'global: {}\n')
const rules = artifact('rendered/prometheus/rules/node.yml', 'groups: []\n')
const artifacts = [compose, prometheus, rules]

beforeEach(() => {
  outDir = join(base, String(count++))
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

describe('writing', () => {
  test('makes the folder, all files and a manifest', async () => {
    const plan = await write(artifacts)
    expect(plan.create).toEqual(artifacts.map(({ path }) => path))
    expect(files()).toEqual([...artifacts.map(({ path }) => path), 'rendered/.manifest.json'].sort())
    expect(read(rules.path)).toBe(rules.content)
    expect(await checkTree(outDir, artifacts)).toEqual([])
  })

  test('a second time touches nothing', async () => {
    await write(artifacts)
    const before = stampsOf()
    const plan = await write(artifacts)
    expect(plan.upToDate).toBe(true)
    expect(plan.unchanged).toHaveLength(3)
    expect(stampsOf()).toEqual(before)
  })

  test('replaces what changed only, and removes what is no longer rendered with its folder', async () => {
    await write(artifacts)
    const before = stampsOf()
    const plan = await write([compose, { ...prometheus, content: 'global: { a: 1 }\n' }])
    expect(plan).toMatchObject({ create: [], update: [prometheus.path], remove: [rules.path] })
    expect(read(prometheus.path)).toBe('global: { a: 1 }\n')
    expect(existsSync(join(outDir, 'rendered/prometheus/rules'))).toBe(false)
    expect(stampsOf()[compose.path]).toBe(before[compose.path])
  })

  test('a file that was deleted is made again', async () => {
    await write(artifacts)
    rmSync(join(outDir, rules.path))
    expect((await write(artifacts)).create).toEqual([rules.path])
    expect(read(rules.path)).toBe(rules.content)
  })

  test('gives files the mode of their artifact and lets everybody into their folders, whatever the umask', async () => {
    const script = { ...artifact('rendered/run.sh', '#!/bin/sh\n'), mode: 0o755 }
    const umask = process.umask(0o077)
    try {
      await write([...artifacts, script])
    } finally {
      process.umask(umask)
    }
    expect(statSync(join(outDir, script.path)).mode & 0o777).toBe(0o755)
    expect(statSync(join(outDir, rules.path)).mode & 0o777).toBe(0o644)
    expect(statSync(join(outDir, dirname(rules.path))).mode & 0o777).toBe(0o755)
    chmodSync(join(outDir, script.path), 0o644)
    expect((await write([...artifacts, script])).update).toEqual([script.path])
    expect(statSync(join(outDir, script.path)).mode & 0o777).toBe(0o755)
  })

  test('the manifest is the same bytes for the same files in any order', async () => {
    await write(artifacts)
    const manifest = read('rendered/.manifest.json')
    rmSync(outDir, { recursive: true })
    await write([...artifacts].reverse())
    expect(read('rendered/.manifest.json')).toBe(manifest)
  })

  test('a folder may take the place of a file, and a file that of a folder', async () => {
    const file = artifact('rendered/swap', 'file\n')
    const inFolder = artifact('rendered/swap/file', 'in a folder\n')
    await write([file])
    await write([inFolder])
    expect(read('rendered/swap/file')).toBe('in a folder\n')
    await write([file])
    expect(read('rendered/swap')).toBe('file\n')
  })

  test('leaves other files beside the rendered folder alone', async () => {
    put('README.md', 'mine\n')
    put('src/index.ts', 'mine\n')
    await write(artifacts)
    await write([prometheus])
    expect(files()).toEqual(['README.md', 'rendered/.manifest.json', prometheus.path, 'src/index.ts'])
  })
})

describe("a person's work", () => {
  test('an edited file stops everything, and is untouched', async () => {
    await write(artifacts)
    put(rules.path, 'groups: [mine]\n')
    const changed = [compose, { ...prometheus, content: 'new\n' }, { ...rules, content: 'groups: [new]\n' }]
    const plan = await planWrite(outDir, changed)
    expect(plan.edited).toEqual([rules.path])
    await expect(applyWrite(plan)).rejects.toMatchObject({
      code: 'OUTPUT_EDITED',
      message: expect.stringContaining(rules.path),
      hint: expect.stringContaining('--force'),
    })
    expect(read(rules.path)).toBe('groups: [mine]\n')
    expect(read(prometheus.path)).toBe(prometheus.content)
  })

  test('an edited file that is no longer rendered stops everything too', async () => {
    await write(artifacts)
    put(rules.path, 'groups: [mine]\n')
    await expect(write([compose, prometheus])).rejects.toMatchObject({ code: 'OUTPUT_EDITED' })
    expect(read(rules.path)).toBe('groups: [mine]\n')
  })

  test('a file that somebody put in the rendered folder, or where Belfry would write, stops everything', async () => {
    await write([prometheus])
    put('rendered/prometheus/mine.yml', 'mine\n')
    put(compose.path, 'mine\n')
    const plan = await planWrite(outDir, artifacts)
    expect(plan.added).toEqual([compose.path, 'rendered/prometheus/mine.yml'])
    await expect(applyWrite(plan)).rejects.toMatchObject({ code: 'OUTPUT_EDITED' })
    expect(read(compose.path)).toBe('mine\n')
  })

  test('is overwritten or removed with force', async () => {
    await write(artifacts)
    put(rules.path, 'groups: [mine]\n')
    put('rendered/mine.yml', 'mine\n')
    await applyWrite(await planWrite(outDir, artifacts), { force: true })
    expect(read(rules.path)).toBe(rules.content)
    expect(existsSync(join(outDir, 'rendered/mine.yml'))).toBe(false)
    expect(await checkTree(outDir, artifacts)).toEqual([])
  })

  test('an edit between plan and write stops the write', async () => {
    await write(artifacts)
    const plan = await planWrite(outDir, [compose, prometheus, { ...rules, content: 'new\n' }])
    put(rules.path, 'mine\n')
    await expect(applyWrite(plan)).rejects.toMatchObject({ code: 'OUTPUT_EDITED' })
    expect(read(rules.path)).toBe('mine\n')
  })

  test('files that are what would be written need no manifest', async () => {
    for (const { path, content } of artifacts) put(path, content)
    const plan = await write(artifacts)
    expect(plan.unchanged).toHaveLength(3)
    expect(await checkTree(outDir, artifacts)).toEqual([])
  })

  test('a manifest that is damaged, or names files elsewhere, makes nothing Belfry’s', async () => {
    await write(artifacts)
    put('rendered/.manifest.json', '{"version":1,"files":{"../victim":{"sha256":"x"},')
    await expect(write([compose, prometheus])).rejects.toMatchObject({ code: 'OUTPUT_EDITED' })
    const victim = join(base, 'victim')
    writeFileSync(victim, '')
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    put('rendered/.manifest.json', JSON.stringify({ version: 1, files: { '../victim': { sha256: empty } } }))
    await applyWrite(await planWrite(outDir, artifacts), { force: true })
    expect(existsSync(victim)).toBe(true)
  })
})

describe('checking', () => {
  test('names every kind of drift', async () => {
    const gone = artifact('rendered/gone.yml', 'gone\n')
    const edited = artifact('rendered/edited.yml', 'edited\n')
    await write([...artifacts, gone, edited])
    rmSync(join(outDir, compose.path))
    put(edited.path, 'mine\n')
    put('rendered/stray.yml', 'mine\n')
    const drift = await checkTree(outDir, [compose, prometheus, { ...rules, content: 'new\n' }, edited])
    expect(drift.map(({ message }) => message)).toEqual([
      'docker-compose.yml is missing.',
      'rendered/prometheus/rules/node.yml is not what the spec renders now.',
      'rendered/gone.yml is no longer rendered.',
      'rendered/edited.yml was edited after Belfry wrote it.',
      'rendered/stray.yml was not written by Belfry.',
    ])
    expect(drift.every(({ id, severity }) => id === 'output-drift' && severity === 'error')).toBe(true)
  })

  test('a missing manifest is drift', async () => {
    await write(artifacts)
    rmSync(join(outDir, 'rendered/.manifest.json'))
    expect((await checkTree(outDir, artifacts)).map(({ path }) => path)).toEqual(['rendered/.manifest.json'])
  })

  test('writes nothing, not even into a folder that is not there', async () => {
    expect(await checkTree(outDir, artifacts)).toHaveLength(3)
    expect(existsSync(outDir)).toBe(false)
  })
})

describe('what is in the way', () => {
  test('a symbolic link is neither followed nor replaced', async () => {
    put('elsewhere/prometheus.yml', 'mine\n')
    mkdirSync(join(outDir, 'rendered'))
    symlinkSync(join(outDir, 'elsewhere'), join(outDir, 'rendered/prometheus'))
    await expect(write(artifacts)).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: expect.stringContaining('symbolic link'),
    })
    expect(read('elsewhere/prometheus.yml')).toBe('mine\n')
    expect((await checkTree(outDir, artifacts)).map(({ path }) => path)).toContain('rendered/prometheus')
  })

  test('a folder where a file belongs, or a file where the folder belongs, is refused', async () => {
    put(`${compose.path}/mine`, 'mine\n')
    await expect(write(artifacts)).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
    rmSync(outDir, { recursive: true })
    put('rendered', 'mine\n')
    await expect(write(artifacts)).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
    expect(read('rendered')).toBe('mine\n')
  })

  test.each(['../out.yml', '/etc/out.yml', 'rendered/../../out.yml', 'src/out.yml', 'rendered//out.yml', 'rendered'])(
    'the path %s is refused',
    async (path) => {
      await expect(write([artifact(path, 'x')])).rejects.toMatchObject({ code: 'SPEC_BROKEN' })
      expect(existsSync(outDir)).toBe(false)
    },
  )

  test('a path that comes twice is refused', async () => {
    await expect(write([rules, rules])).rejects.toMatchObject({ code: 'SPEC_BROKEN' })
  })

  test('an output folder that is a file, or lies below one, is one clear error', async () => {
    put('file', 'mine\n')
    for (const path of ['file', 'file/below/it']) {
      const plan = planWrite(join(outDir, path), artifacts).then((found) => applyWrite(found))
      await expect(plan).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
    }
    expect(files()).toEqual(['file'])
  })
})

async function write(list: readonly Artifact[], below = ''): Promise<WritePlan> {
  const plan = await planWrite(join(outDir, below), list)
  await applyWrite(plan)
  return plan
}

function put(path: string, content: string): void {
  mkdirSync(dirname(join(outDir, path)), { recursive: true })
  writeFileSync(join(outDir, path), content)
}

function read(path: string): string {
  return readFileSync(join(outDir, path), 'utf8')
}

function files(): readonly string[] {
  return readdirSync(outDir, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(outDir.length + 1))
    .sort()
}

/** Inode and time of change of every file. */
function stampsOf(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    files().map((path) => {
      const { ino, ctimeMs } = statSync(join(outDir, path))
      return [path, `${ino} ${ctimeMs}`]
    }),
  )
}
