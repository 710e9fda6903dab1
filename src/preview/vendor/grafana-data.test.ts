import { describe, expect, it } from 'vitest'
import { readPanel } from '../board/read-panel.ts'
import { transform } from '../data/apply-fields.ts'
import { fieldRegistry, prepareLibrary } from '../data/standard-library.ts'
import {
  applyFieldOverrides,
  createTheme,
  type DataFrame,
  dateTimeFormat,
  FieldConfigOptionsRegistry,
  fieldReducers,
  formattedValueToString,
  getFieldDisplayName,
  getFieldDisplayValues,
  getFieldSeriesColor,
  getValueFormat,
  getValueFormats,
  rangeUtil,
  reduceField,
  renderLegendFormat,
  standardTransformersRegistry,
} from './grafana-data.js'

const theme = createTheme({ colors: { mode: 'dark' } })
const frame = (values: unknown[], labels: Record<string, string> = {}): DataFrame => ({
  refId: 'A',
  length: values.length,
  fields: [
    { name: 'Time', type: 'time', config: {}, values: values.map((_, index) => 1_000_000 + index * 1000) },
    { name: 'Value', type: 'number', config: {}, labels, values },
  ],
})
const panel = (json: object) => readPanel({ type: 'timeseries', ...json } as never, 'p1')
const written = (unit: string, value: number, decimals?: number): string =>
  formattedValueToString(getValueFormat(unit)(value, decimals))

/** What an upgrade of the bundled library has to keep. */
describe("Grafana's data library", () => {
  it.each([
    ['bytes', 1_234_567, '1.18 MiB'],
    ['s', 0.00075, '750 µs'],
    ['s', 4000, '1.11 hours'],
    ['percentunit', 0.26412, '26.4%'],
    ['reqps', 52.83, '52.8 req/s'],
    ['short', 7_000_000, '7 Mil'],
    ['decbytes', 1500, '1.50 kB'],
    ['suffix:widgets', 3, '3 widgets'],
    ['none', 2.5, '2.50'],
  ])('writes %s', (unit, value, text) => {
    expect(written(unit, value)).toBe(text)
  })

  it('knows all units without a browser', () => {
    expect(getValueFormats().length).toBeGreaterThan(15)
  })

  it('applies units, limits and thresholds of defaults and overrides, once properties are registered', () => {
    const source = {
      defaults: { unit: 's', custom: { lineWidth: 3 } },
      overrides: [
        {
          matcher: { id: 'byName', options: 'Value' },
          properties: [
            { id: 'unit', value: 'bytes' },
            { id: 'custom.fillOpacity', value: 9 },
          ],
        },
      ],
    }
    const registry = fieldRegistry(panel({ fieldConfig: source }))
    const apply = (fieldConfigRegistry: FieldConfigOptionsRegistry) =>
      applyFieldOverrides({
        data: [frame([1024])],
        fieldConfig: source as never,
        fieldConfigRegistry,
        replaceVariables: (text) => text,
        theme,
        timeZone: 'utc',
      })[0]?.fields[1]
    expect(apply(registry)?.config).toMatchObject({ unit: 'bytes', custom: { lineWidth: 3, fillOpacity: 9 } })
    expect(apply(registry)?.display?.(1024)).toMatchObject({ text: '1', suffix: ' KiB' })
    expect(apply(new FieldConfigOptionsRegistry(() => []))?.config.unit).toBeUndefined()
  })

  it('takes the last value that is not null, and an empty one when told to take the last', () => {
    const values = (calcs: string[]) =>
      getFieldDisplayValues({
        data: [frame([1, 2, null])],
        fieldConfig: { defaults: {}, overrides: [] },
        reduceOptions: { calcs },
        replaceVariables: (text) => text,
        theme,
        timeZone: 'utc',
      }).map(({ display }) => display.text)
    expect(values(['lastNotNull'])).toEqual(['2'])
    expect(values([])).toEqual([''])
  })

  it('reduces', () => {
    const field = frame([3, 1, null, 2]).fields[1]
    if (field === undefined) throw new Error('no field')
    const reducers = ['mean', 'min', 'max', 'sum', 'count', 'first', 'lastNotNull', 'range', 'diff', 'delta']
    expect(reduceField({ field, reducers })).toMatchObject({
      mean: 2,
      min: 1,
      max: 3,
      sum: 6,
      count: 3,
      first: 3,
      lastNotNull: 2,
      range: 2,
      diff: -1,
    })
    expect(reducers.every((id) => fieldReducers.getIfExists(id) !== undefined)).toBe(true)
  })

  it('has each transformation once', () => {
    prepareLibrary()
    const ids = standardTransformersRegistry.list().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(
      expect.arrayContaining(['merge', 'organize', 'sortBy', 'labelsToFields', 'joinByField', 'reduce']),
    )
  })

  it('transforms: labels to columns, merged, sorted, renamed', async () => {
    const transformations = [
      { id: 'labelsToFields', options: {} },
      { id: 'merge', options: {} },
      { id: 'sortBy', options: { sort: [{ field: 'Value', desc: true }] } },
      { id: 'organize', options: { excludeByName: { Time: true }, renameByName: { job: 'Job' } } },
    ]
    const [table] = await transform(
      panel({ transformations }),
      [frame([1], { job: 'a' }), frame([2], { job: 'b' })],
      new Map(),
    )
    expect(table?.fields.map(({ name, config, values }) => [config.displayName ?? name, values])).toEqual([
      ['Value', [2, 1]],
      ['Job', ['b', 'a']],
    ])
  })

  it('names and colours series', () => {
    const frames = [frame([1], { job: 'a' }), frame([1], { job: 'b' })]
    const names = frames.map((one) => getFieldDisplayName(one.fields[1] as never, one, frames))
    expect(names).toEqual(['a', 'b'])
    const field = { ...frames[1]?.fields[1], config: { color: { mode: 'palette-classic' } }, state: { seriesIndex: 1 } }
    expect(getFieldSeriesColor(field as never, theme).color?.toLowerCase()).toBe('#f2cc0c')
    expect(renderLegendFormat('{{job}} of {{nothing}}', { job: 'a' })).toBe('a of nothing')
  })

  it('rounds intervals, and writes times of UTC', () => {
    expect([11_000, 46_000, 130_000].map((ms) => rangeUtil.roundInterval(ms))).toEqual([10_000, 60_000, 120_000])
    expect(dateTimeFormat(0, { format: 'YYYY-MM-DD HH:mm', timeZone: 'utc' })).toBe('1970-01-01 00:00')
  })
})
