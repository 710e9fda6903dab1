import { alertsOf } from '../model/rules.ts'
import type { Check } from './check.ts'

/** A stack without alerts or scrape jobs is a mistake, not a choice. */
export const nothingWatched: Check = {
  id: 'nothing-watched',
  severity: 'error',
  run(model) {
    const missing = [
      ...(alertsOf(model).length === 0 ? ['alerts'] : []),
      ...(model.prometheus.jobs.length === 0 ? ['scrape jobs'] : []),
    ]
    return missing.map((what) => ({
      message: `the stack has no ${what}`,
      hint: 'Add systems to the stack.',
      path: 'systems',
      place: model.place,
    }))
  },
}
