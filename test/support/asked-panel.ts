/** What a test itself asks Prometheus for a panel, and reads from it: nothing of it is the preview's code. */

export interface AskedTarget {
  readonly expr: string
  readonly instant?: boolean
  readonly legendFormat?: string
  readonly format?: string
}

export interface AskedPanel {
  readonly type: string
  readonly title: string
  readonly interval?: string
  readonly targets?: readonly AskedTarget[]
  readonly panels?: readonly AskedPanel[]
  readonly transformations?: readonly { readonly id: string }[]
  readonly fieldConfig?: { readonly defaults: { readonly mappings?: readonly Mapping[] } }
  readonly options?: {
    readonly legend?: {
      readonly calcs?: readonly string[]
      readonly displayMode?: string
      readonly values?: readonly string[]
    }
    readonly reduceOptions?: { readonly calcs: readonly string[] }
  }
}

interface Mapping {
  readonly type: string
  readonly options: Readonly<Record<string, { readonly text?: string }>>
}

/** A series with its samples; one that is not a number at some time is left out. */
export interface AskedSeries {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  /** Unix milliseconds. */
  readonly times: readonly number[]
  readonly numbers: readonly number[]
}

interface Result {
  readonly metric: Readonly<Record<string, string>>
  readonly value?: readonly [number, string]
  readonly values?: readonly (readonly [number, string])[]
}

/** Prometheus' own answer, asked by hand. */
export async function askApi(
  url: string,
  path: string,
  parameters: Readonly<Record<string, string>>,
): Promise<readonly Result[]> {
  const answer = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`)
  const { data, error } = (await answer.json()) as { data?: { result: readonly Result[] }; error?: string }
  if (data === undefined) throw new Error(`${error}: ${parameters.query}`)
  return data.result
}

/**
 * All series of a panel's queries.
 *
 * @param end - seconds.
 */
export async function askPanel(
  url: string,
  panel: AskedPanel,
  end: number,
  rangeSeconds: number,
): Promise<readonly AskedSeries[]> {
  const found = await Promise.all(
    (panel.targets ?? []).map(async ({ expr, instant, legendFormat = '' }) => {
      const step = seconds(panel.interval ?? '15s')
      const query = expr
        .replaceAll('$__rate_interval', `${Math.max(step + 15, 60)}s`)
        .replaceAll('$__interval', `${step}s`)
        .replaceAll('$__range', `${rangeSeconds}s`)
        .replace(/\$\w+/g, '.*')
      const start = end - rangeSeconds
      const series = instant
        ? await askApi(url, 'query', { query, time: String(end) })
        : await askApi(url, 'query_range', {
            query,
            start: String(Math.floor(start / step) * step),
            end: String(Math.floor(end / step) * step),
            step: String(step),
          })
      return series.map(({ metric, value, values }) => {
        const samples = values ?? (value === undefined ? [] : [value])
        return {
          name: legendFormat.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => metric[label] ?? label),
          labels: metric,
          times: samples.map(([time]) => Math.round(time * 1000)),
          numbers: samples.map(([, text]) => Number(text)),
        }
      })
    }),
  )
  return found.flat().filter(({ numbers }) => numbers.length > 0 && numbers.every(Number.isFinite))
}

const seconds = (duration: string): number => Number.parseInt(duration, 10) * (duration.endsWith('m') ? 60 : 1)

/** Reductions, as a person would do them. */
export const reductions: Readonly<Record<string, (numbers: readonly number[]) => number>> = {
  lastNotNull: (numbers) => numbers.at(-1) ?? Number.NaN,
  last: (numbers) => numbers.at(-1) ?? Number.NaN,
  first: (numbers) => numbers[0] ?? Number.NaN,
  min: (numbers) => Math.min(...numbers),
  max: (numbers) => Math.max(...numbers),
  sum: (numbers) => numbers.reduce((sum, one) => sum + one, 0),
  mean: (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length,
}

/** The word that a panel puts in place of a value; `null` where it shows the number. */
export function wordFor({ fieldConfig }: AskedPanel, value: number): string | null {
  for (const { type, options } of fieldConfig?.defaults.mappings ?? [])
    if (type === 'value' && options[String(value)] !== undefined) return options[String(value)]?.text ?? ''
  return null
}
