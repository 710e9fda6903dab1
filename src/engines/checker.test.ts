import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkAlertmanagerConfig } from './amtool.ts'
import type { Program, ProgramName } from './program.ts'
import { checkPrometheusConfig, checkPrometheusRules } from './promtool.ts'

let folder = ''

/** A checker that prints what the real one was seen to print. */
async function checkerThatPrints(name: ProgramName, out: string, err: string, exitCode: number): Promise<Program> {
  const path = join(folder, name)
  await writeFile(path, `#!/bin/sh\ncat <<'OUT'\n${out}\nOUT\ncat >&2 <<'ERR'\n${err}\nERR\nexit ${exitCode}\n`)
  await chmod(path, 0o755)
  return { name, path, env: {}, version: '2.42.0', origin: 'explicit', homeDir: folder }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-checker-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('promtool', () => {
  it('finds nothing wrong with what passes', async () => {
    const promtool = await checkerThatPrints('promtool', 'SUCCESS', '', 0)
    expect(await checkPrometheusConfig({ promtool, folder }, 'p.yml')).toEqual({
      checker: 'promtool check config',
      skipped: '',
      problems: [],
    })
  })

  it('gives a reason that spans lines as one problem of the configuration', async () => {
    const reason = '  FAILED: parsing YAML file p.yml: yaml: unmarshal errors:\n  line 2: field foo not found'
    const promtool = await checkerThatPrints('promtool', 'Checking p.yml', reason, 1)
    const { problems } = await checkPrometheusConfig({ promtool, folder }, 'p.yml')
    expect(problems.map(({ message }) => message)).toEqual([
      'p.yml: parsing YAML file p.yml: yaml: unmarshal errors: line 2: field foo not found',
    ])
  })

  it('gives one problem for each fault of each rule file, once', async () => {
    const reason = [
      '  FAILED:',
      'bad.yml: not a valid duration string: "x"',
      'bad.yml: not a valid duration string: "x"',
      '  FAILED:',
      'worse.yml: group "a", rule 1, "A": could not parse expression',
    ].join('\n')
    const promtool = await checkerThatPrints('promtool', 'Checking bad.yml', reason, 1)
    const { problems } = await checkPrometheusRules({ promtool, folder }, ['bad.yml', 'worse.yml'])
    expect(problems.map(({ path }) => path)).toEqual(['bad.yml', 'worse.yml'])
  })

  it('says visibly that it was skipped', async () => {
    expect(await checkPrometheusConfig({ promtool: null, folder }, 'p.yml')).toMatchObject({
      skipped: 'promtool is not there',
    })
    expect(await checkPrometheusRules({ promtool: null, folder }, [])).toMatchObject({ skipped: 'there are no rules' })
  })
})

describe('amtool', () => {
  it('takes the reason from before the last line', async () => {
    const out = `Checking 'am.yml'  FAILED: undefined receiver "a" used in route\n`
    const amtool = await checkerThatPrints('amtool', out, 'amtool: error: failed to validate 1 file(s)', 1)
    const { problems } = await checkAlertmanagerConfig(amtool, folder, 'am.yml')
    expect(problems.map(({ message }) => message)).toEqual(['am.yml: undefined receiver "a" used in route'])
  })

  it('says visibly that it was skipped', async () => {
    expect(await checkAlertmanagerConfig(null, folder, 'am.yml')).toMatchObject({ skipped: 'amtool is not there' })
  })
})
