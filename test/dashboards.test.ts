import { describe, expect, it } from 'vitest'
import type { Dashboard, Panel } from '../src/model/model.ts'
import { environmentNames } from '../src/spec/environment.ts'
import stack from '../stack/stack.ts'
import { resolvedModel } from './support/resolved-model.ts'

/** Panels that show no numbers of their own. */
const withoutNumbers: ReadonlySet<string> = new Set(['text', 'alertlist', 'logs'])

const dashboards = environmentNames.flatMap((environment) =>
  resolvedModel(stack, { environment, placement: { kind: 'compose' } }).dashboards.map((dashboard) => ({
    environment,
    key: dashboard.key,
    dashboard,
  })),
)
const panelsOf = (dashboard: Dashboard): readonly Panel[] => dashboard.rows.flatMap((row) => row.panels)
const titles = (panels: readonly Panel[]): readonly string[] => panels.map(({ title }) => title)

describe.each(dashboards)('the $key dashboard of $environment', ({ dashboard }) => {
  it('fills every line of its grid, without holes and overlaps', () => {
    for (const { title, panels } of dashboard.rows) {
      for (const top of new Set(panels.map(({ gridPos }) => gridPos.y))) {
        const line = panels.filter(({ gridPos }) => gridPos.y === top)
        const shape = line.map(({ gridPos: { x, w, h } }) => ({ x, w, h }))
        const height = shape[0]?.h
        expect([title, shape.reduce((sum, { w }) => sum + w, 0)]).toEqual([title, 24])
        expect([title, shape.every(({ h }) => h === height)]).toEqual([title, true])
        expect(shape.map(({ x }) => x)).toEqual(
          shape.map((_, index) => shape.slice(0, index).reduce((sum, { w }) => sum + w, 0)),
        )
      }
    }
  })

  it('has a unit wherever numbers show', () => {
    expect(titles(panelsOf(dashboard).filter(({ type, unit }) => !withoutNumbers.has(type) && unit === ''))).toEqual([])
  })

  it('uses each of its variables, and no other', () => {
    const text = panelsOf(dashboard)
      .flatMap(({ targets }) => targets.map(({ expr }) => expr.text))
      .join('\n')
    const used = new Set(
      [...text.matchAll(/\$\{?([a-z]\w*)\}?/gi)].map(([, name]) => name).filter((name) => !/^\d/.test(name ?? '')),
    )
    expect([...used].filter((name) => name !== undefined && !name.startsWith('__')).sort()).toEqual(
      dashboard.variables.map(({ name }) => name).sort(),
    )
  })

  it('takes rates over an interval that follows the step', () => {
    const ranges = panelsOf(dashboard)
      .filter(({ type }) => type === 'timeseries')
      .flatMap(({ targets }) =>
        targets.filter(({ expr }) => /rate\([^[]*\[\d/.test(expr.text)).map(({ expr }) => expr.text),
      )
    // Notifications come minutes apart, so their shares need a longer time.
    expect(ranges.filter((text) => !text.includes('alertmanager_notification'))).toEqual([])
  })

  it('names its series where there are several', () => {
    const nameless = panelsOf(dashboard).filter(
      ({ type, targets }) => type === 'timeseries' && targets.some(({ legend }) => legend === ''),
    )
    expect(titles(nameless)).toEqual([])
  })

  it('puts red at the bad end', () => {
    const down = panelsOf(dashboard).filter(({ mappings }) =>
      mappings.some(({ match, color }) => match === '0' && color === 'red'),
    )
    expect(titles(down.filter(({ thresholds }) => thresholds[0]?.color !== 'red'))).toEqual([])
  })
})
