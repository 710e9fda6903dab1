import type { DataFrame, Field } from '../vendor/grafana-data.js'
import type { Series } from './series.ts'

/** All series of a query as one table: time, a column for each label, the value. */
export function tableFrame(series: readonly Series[], refId: string, valueName: string): DataFrame {
  const names = [...new Set(series.flatMap(({ labels }) => Object.keys(labels)))].sort()
  const times: unknown[] = []
  const values: unknown[] = []
  const columns = names.map((): unknown[] => [])
  for (const { labels, times: own, values: numbers } of series) {
    own.forEach((time, index) => {
      const value = numbers[index]
      if (value === null || value === undefined) return
      times.push(time)
      values.push(value)
      names.forEach((name, column) => void columns[column]?.push(cellOf(name, labels[name] ?? '')))
    })
  }
  const fields: Field[] = [
    { name: 'Time', type: 'time', config: {}, values: times },
    ...names.map((name, column) => ({
      name,
      type: name === 'le' ? 'number' : 'string',
      config: {},
      values: columns[column] ?? [],
    })),
    { name: valueName, type: 'number', config: {}, values },
  ]
  return { refId, fields, length: times.length, meta: {} }
}

function cellOf(name: string, text: string): string | number {
  return name === 'le' ? Number(text.replace('+Inf', 'Infinity')) : text
}
