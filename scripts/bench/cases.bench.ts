import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'vitest'
import { deriveBoundaries } from '../../src/cases/boundaries/derive-boundaries.ts'
import { byAlert, renderCases, testOf, testPath } from '../../src/cases/render-cases.ts'
import { resolveCases } from '../../src/cases/resolve-cases.ts'
import { findProgram } from '../../src/engines/find-program.ts'
import { toYaml } from '../../src/formats/yaml.ts'
import { ruleGroup } from '../../src/renderers/rules.ts'
import { dpgModel } from '../../test/support/dpg-model.ts'

/** Of all cases every so many are taken: with every rule beside every test, all of them would take many minutes. */
const every = 40

it('alert tests, beside the naive layout: all rules and tests in one file each', { timeout: 900_000 }, async () => {
  const model = dpgModel()
  const resolved = resolveCases(model)
  const all = [...resolved.cases, ...deriveBoundaries(resolved, model.catalog).cases]
  const cases = all.filter((_, index) => index % every === 0)
  const promtool = await findProgram('promtool', { fetch: true })
  const folder = await mkdtemp(join(tmpdir(), 'belfry-bench-'))
  try {
    for (const { path, content } of renderCases(cases)) await writeFile(join(folder, path), content)
    const interval = model.prometheus.evaluationInterval
    const groups = model.ruleFiles.flatMap((file) =>
      file.groups.map(({ name, rules }) => ruleGroup({ name, interval, rules })),
    )
    await writeFile(join(folder, 'naive.rules.yml'), toYaml({ groups }))
    const tests = cases.map(testOf)
    await writeFile(
      join(folder, 'naive.test.yml'),
      toYaml({ rule_files: ['naive.rules.yml'], evaluation_interval: interval, tests }),
    )
    const cpu = (paths: readonly string[]): number => {
      const script = `TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>/dev/null`
      const run = spawnSync('bash', ['-c', script, 'bash', promtool.path, 'test', 'rules', ...paths], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, ...promtool.env, GOGC: '400', TMPDIR: folder },
      })
      return run.stderr
        .trim()
        .split(' ')
        .map(Number)
        .reduce((sum, part) => sum + part, 0)
    }
    const ours = cpu([...byAlert(cases).keys()].map(testPath))
    const naive = cpu(['naive.test.yml'])
    console.log(
      `${cases.length} of ${all.length} alert tests: ${ours.toFixed(1)} s / ${naive.toFixed(1)} s = ${(ours / naive).toFixed(2)}  (aim: at most 0.3)`,
    )
    const whole = spawnSync('bash', ['-c', `TIMEFORMAT='%R %U %S'; time node bin/belfry.js test >/dev/null 2>&1`], {
      encoding: 'utf8',
    })
    const [wall = 0, user = 0, system = 0] = whole.stderr.trim().split(' ').map(Number)
    console.log(
      `belfry test, all ${all.length}: ${wall.toFixed(1)} s, CPU ${(user + system).toFixed(1)} s  (aim: under 30 s on two cores)`,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
