import { describe, expect, it } from 'vitest'
import { firingAt, watchAlert } from '../src/cases/evaluation/alert-watch.ts'
import { byAlert } from '../src/cases/render-cases.ts'
import { resolveCases } from '../src/cases/resolve-cases.ts'
import { dpgModel } from './support/dpg-model.ts'

const { cases } = resolveCases(dpgModel())
const groups = byAlert(cases)

/** promtool says the same of these cases. */
describe('what expressions give, by our own evaluation', () => {
  it.each([...groups])('has %s fire where its cases say so', (_, own) => {
    for (const one of own) {
      const watch = watchAlert(one)
      for (const { at, alerts } of one.expectations)
        expect(`${one.id} at ${at / 1000}s: ${firingAt(watch, at).length}`).toBe(
          `${one.id} at ${at / 1000}s: ${alerts.length}`,
        )
    }
  })
})
