import { describe, expect, it } from 'vitest'
import { readTrials } from './read-trials.ts'

describe('what promtool says of trials', () => {
  it('names the alerts that did something else, and the rules that cannot be evaluated', () => {
    const text = `  FAILED:
    rule: a:a_m2, time: 10s, err: multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)

    name: RedisDown/1,
    alertname: RedisDown_m1, time: 30s,
        exp:[],
        got:[
            0:
              Labels:{alertname="RedisDown_m1", job="a"}
              Annotations:{summary="alertname: nothing, time: "}
            ]

`
    expect(readTrials(text)).toEqual({
      failed: new Set(['RedisDown_m1']),
      broken: new Set(['a:a_m2']),
      faults: [],
    })
  })

  it('keeps what is about no rule in particular', () => {
    expect(
      readTrials('  FAILED:\nx.rules.yml: 4:23: group "g", rule 1, "B": could not parse expression\n').faults,
    ).toEqual(['x.rules.yml: 4:23: group "g", rule 1, "B": could not parse expression'])
  })
})
