import { describe, expect, it } from 'vitest'
import { readPanel } from '../board/read-panel.ts'
import { framesOf } from './frames-of.ts'
import { type PlannedQuery, planQueries } from './plan-queries.ts'

function planned(target: object): PlannedQuery {
  const panel = readPanel(
    { type: 'timeseries', targets: [{ refId: 'A', expr: 'up', ...target }], interval: '10s' } as never,
    'p1',
  )
  const range = { from: 5_000, to: 65_000, raw: { from: '', to: '' } }
  const [query] = planQueries(panel, { range, scope: new Map(), width: 600, dashboard: '' }).queries
  if (query === undefined) throw new Error('nothing is asked')
  return query
}
const matrix = (...result: { metric: object; values: [number, string][] }[]) => ({ resultType: 'matrix', result })
const names = (target: object, metric: object) =>
  framesOf(planned(target), matrix({ metric, values: [[10, '1']] }), true).map(
    ({ fields }) => fields[1]?.config.displayNameFromDS,
  )

describe('framesOf', () => {
  it('asks on whole steps', () => {
    expect(planned({})).toMatchObject({ start: 0, end: 60, step: 10, kind: 'range' })
    expect(planned({ instant: true })).toMatchObject({ kind: 'instant', end: 65 })
  })

  it('puts null where a step has no sample', () => {
    const [frame] = framesOf(
      planned({}),
      matrix({
        metric: {},
        values: [
          [10, '1'],
          [40, 'NaN'],
          [60, '+Inf'],
        ],
      }),
      true,
    )
    expect(frame?.fields[1]?.values).toEqual([null, 1, null, null, Number.NaN, null, Number.POSITIVE_INFINITY])
    expect(frame?.fields[0]?.values).toHaveLength(7)
  })

  it('names series by their legend, or leaves it to Grafana, or as Prometheus writes them', () => {
    const metric = { __name__: 'up', job: 'node', instance: 'a' }
    expect(names({ legendFormat: '{{job}} of $__range' }, metric)).toEqual(['node of 60s'])
    expect(names({ legendFormat: '__auto' }, metric)).toEqual([undefined])
    expect(names({ legendFormat: '__auto' }, {})).toEqual(['up'])
    expect(names({}, metric)).toEqual(['up{instance="a", job="node"}'])
    expect(names({}, {})).toEqual(['up'])
  })

  it('makes one table of all series', () => {
    const query = planned({ format: 'table', instant: true })
    const result = [
      { metric: { job: 'a', le: '0.5' }, value: [60, '1'] },
      { metric: { job: 'b', zone: 'z' }, value: [60, '2'] },
    ]
    const [table] = framesOf(query, { resultType: 'vector', result }, false)
    expect(table?.fields.map(({ name, values }) => [name, values])).toEqual([
      ['Time', [60_000, 60_000]],
      ['job', ['a', 'b']],
      ['le', [0.5, 0]],
      ['zone', ['', 'z']],
      ['Value #A', [1, 2]],
    ])
  })

  it('reads a scalar', () => {
    const [frame] = framesOf(planned({ instant: true }), { resultType: 'scalar', result: [60, '7'] }, true)
    expect(frame?.fields[1]?.values).toEqual([7])
  })

  it('makes counts between bounds of cumulative buckets', () => {
    const bucket = (le: string, value: string) => ({ metric: { le }, values: [[10, value]] as [number, string][] })
    const frames = framesOf(
      planned({ format: 'heatmap' }),
      matrix(bucket('+Inf', '9'), bucket('0.1', '2'), bucket('1', '7')),
      true,
    )
    expect(frames.map(({ fields }) => [fields[1]?.labels?.le, fields[1]?.values[1]])).toEqual([
      ['0.1', 2],
      ['1', 5],
      ['+Inf', 2],
    ])
  })
})
