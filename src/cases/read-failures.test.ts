import { describe, expect, it } from 'vitest'
import { readFailures } from './read-failures.ts'

const text = String.raw`
  FAILED:
    name: RedisDown/1,
    alertname: RedisDown, time: 1m30s,
        exp:[
            0:
              Labels:{alertname="RedisDown", job="redis"}
              Annotations:{summary="gone"}
            ]
        got:[
            0:
              Labels:{alertname="RedisDown", job="cache"}
              Annotations:{summary="a \"quoted\" text"}
            ]
    expr: "ALERTS{alertname=\"RedisDown\", alertstate=\"firing\", belfry_case!=\"RedisDown/1+2\"}", time: 2m,
        exp: {__name__="ALERTS", alertname="RedisDown", alertstate="firing", job="redis"} 1E+00
        got: {__name__="ALERTS", alertname="RedisDown", alertstate="firing", job="a}"} 1E+00, {__name__="ALERTS", alertname="RedisDown", alertstate="firing", job="b"} 1E+00
`

describe('what promtool says of tests', () => {
  it('is read as what came at which time of which case', () => {
    expect(readFailures(text)).toEqual({
      failures: [
        {
          id: 'RedisDown/1',
          at: 90_000,
          got: [{ labels: { job: 'cache' }, annotations: { summary: 'a "quoted" text' } }],
        },
        {
          id: 'RedisDown/1+2',
          at: 120_000,
          got: [
            { labels: { job: 'a}' }, annotations: null },
            { labels: { job: 'b' }, annotations: null },
          ],
        },
      ],
      faults: [],
    })
  })

  it('holds faults that are about no expectation', () => {
    expect(readFailures('  FAILED:\n    rules.yml: bad').faults).toEqual(['rules.yml: bad'])
  })
})
