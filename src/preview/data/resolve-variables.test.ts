import { describe, expect, it } from 'vitest'
import { readVariable } from '../board/read-variable.ts'
import { type Ask, requestKey } from './api.ts'
import { interpolate } from './interpolate.ts'
import { resolveVariables } from './resolve-variables.ts'

const range = { from: 0, to: 60_000, raw: { from: 'now-1m', to: 'now' } }
const asked: string[] = []
const answers: Readonly<Record<string, unknown>> = {
  '/api/v1/label/job/values': ['node', 'redis'],
  '/api/v1/label/instance/values': ['b:2', 'a:10', 'a:9'],
  '/api/v1/label/__name__/values': ['up', 'node_load1', 'node_load5'],
  '/api/v1/labels': ['__name__', 'job'],
  '/api/v1/query': { resultType: 'vector', result: [{ metric: { __name__: 'up', job: 'x' }, value: [1, '5'] }] },
}
const ask: Ask = async (request) => {
  asked.push(decodeURIComponent(requestKey(request)))
  const data = answers[request.path]
  return data === undefined ? { status: 'error', error: 'not known' } : { status: 'success', data }
}

async function resolve(variables: readonly object[], given: Record<string, string[]> = {}) {
  asked.length = 0
  return resolveVariables(
    variables.map((one) => readVariable(one as never)),
    given,
    { ask, range, dashboard: 'x' },
  )
}
const query = (name: string, text: string, others: object = {}) => ({
  type: 'query',
  name,
  query: { query: text },
  ...others,
})

describe('resolveVariables', () => {
  it('asks for a later variable with the value of an earlier one', async () => {
    const { variables } = await resolve([
      query('job', 'label_values(job)', { current: { value: 'redis' } }),
      query('instance', 'label_values(up{job="$job"}, instance)', { sort: 7 }),
    ])
    expect(asked[1]).toContain('match[]=up{job="redis"}')
    expect(variables.map(({ chosen }) => chosen)).toEqual([['redis'], ['a:9']])
    expect(variables[1]?.options.map(({ value }) => value)).toEqual(['a:9', 'a:10', 'b:2'])
  })

  it.each([
    ['label_names()', ['__name__', 'job']],
    ['metrics(node_.*)', ['node_load1', 'node_load5']],
    ['query_result(up)', ['up{job="x"} 5 1000']],
    ['label_values(job)', ['node', 'redis']],
    ['label_values(up, nothing)', []],
  ])('%s', async (text, values) => {
    const { variables } = await resolve([query('v', text)])
    expect(variables[0]?.options.map(({ value }) => value)).toEqual(values)
  })

  it('says why there are no values', async () => {
    const { variables } = await resolve([query('v', 'label_values(up, nothing)')])
    expect(variables[0]?.error).toBe('not known')
  })

  it('takes all: its own value, or every value, or anything when there is none', async () => {
    const all = { multi: true, includeAll: true, current: { value: ['$__all'] } }
    const { scope, variables } = await resolve([
      query('a', 'label_values(job)', all),
      query('b', 'label_values(job)', { ...all, allValue: '.+' }),
      query('c', 'label_values(up, nothing)', all),
    ])
    expect(interpolate('$a $b $c', scope, 'promql')).toBe('(node|redis) .+ .*')
    expect(variables[0]).toMatchObject({ text: 'All', chosen: ['$__all'] })
  })

  it('takes what is given before what is saved', async () => {
    const saved = { multi: true, current: { value: ['node'] } }
    const { scope } = await resolve([query('job', 'label_values(job)', saved)], { job: ['node', 'redis'] })
    expect(interpolate('$job', scope, 'promql')).toBe('(node|redis)')
  })

  it('cuts values out by groups, by names, and leaves out what does not match', async () => {
    const values = async (regex: string) => {
      const { variables } = await resolve([query('v', 'label_values(up, instance)', { regex })])
      return variables[0]?.options.map(({ text, value }) => (text === value ? value : `${text}=${value}`))
    }
    expect(await values('/(.*):/')).toEqual(['b', 'a'])
    expect(await values('/^a/')).toEqual(['a:10', 'a:9'])
    expect(await values('/(?<text>\\w):(?<value>\\d+)/')).toEqual(['b=2', 'a=10', 'a=9'])
  })

  it('needs no request for the others', async () => {
    const { scope } = await resolve([
      { type: 'custom', name: 'custom', query: 'one : 1, two : 2, a\\,b', current: { value: '2' } },
      { type: 'interval', name: 'interval', query: '1m,5m', current: { value: '5m' } },
      { type: 'constant', name: 'constant', query: 'fixed' },
      { type: 'textbox', name: 'textbox', query: 'typed' },
      { type: 'datasource', name: 'source', query: 'prometheus' },
    ])
    expect(asked).toEqual([])
    expect(interpolate('$custom ${custom:text} $interval $constant $textbox $source', scope, 'promql')).toBe(
      '2 two 5m fixed typed prometheus',
    )
  })
})
