import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { relocate } from './relocate.ts'

let root = ''

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'belfry-relocate-'))
  await mkdir(join(root, 'usr/bin'), { recursive: true })
  await mkdir(join(root, 'usr/share/prometheus/alertmanager'), { recursive: true })
  await writeFile(join(root, 'usr/share/prometheus/alertmanager/default.tmpl'), 'the template')
})
afterEach(() => rm(root, { recursive: true }))

it('lets a program read its files from the cache, with the length of its text unchanged', async () => {
  const path = join(root, 'usr/bin/prometheus-alertmanager')
  const program = '#!/bin/sh\ncat /usr/share/prometheus/alertmanager/default.tmpl; echo " $1"\n'
  await writeFile(path, program)
  await chmod(path, 0o755)
  await relocate('alertmanager', root)
  expect(execFileSync(path, ['an argument'], { encoding: 'utf8', cwd: '/' })).toBe('the template an argument\n')
  const moved = await readFile(join(root, 'usr/libexec/belfry/prometheus-alertmanager'), 'utf8')
  expect(moved).toHaveLength(program.length)
})

it('leaves a program alone that has no fixed folder', async () => {
  const path = join(root, 'usr/bin/prometheus-alertmanager')
  await writeFile(path, 'another build')
  await relocate('alertmanager', root)
  expect(await readFile(path, 'utf8')).toBe('another build')
})
