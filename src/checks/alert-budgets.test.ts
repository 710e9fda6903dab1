import { expect, it } from 'vitest'
import { testAlert, testModel } from '../../test/support/model.ts'
import type { RuleGroup } from '../model/model.ts'
import { promql } from '../spec/promql.ts'
import { budgetsOf } from './alert-budgets.ts'

/** How often the rules are gone through to find the budgets of some alerts. */
function passesOver(count: number): number {
  let passes = 0
  const rules = Array.from({ length: count }, (_, n) =>
    testAlert({ name: `Load${n}`, expr: promql`node_load1 > ${n}` }),
  )
  const group: RuleGroup = {
    name: 'node',
    interval: '10s',
    get rules() {
      passes += 1
      return rules
    },
  }
  expect(budgetsOf({ ...testModel(), ruleFiles: [{ system: 'node', groups: [group] }] })).toHaveLength(count)
  return passes
}

it('of many alerts are found in as many passes over the rules as those of a few', () => {
  expect(passesOver(100)).toBe(passesOver(2))
})
