/** What a reader chose on a dashboard; the address of the page carries it, with Grafana's names. */
export interface BoardState {
  readonly from: string
  readonly to: string
  /** Seconds; 0 for never. */
  readonly refresh: number
  readonly variables: Readonly<Record<string, readonly string[]>>
}

/** Reads the state from an address; what it does not say is as the dashboard was saved. */
export function readState(search: string, saved: Pick<BoardState, 'from' | 'to' | 'refresh'>): BoardState {
  const query = new URLSearchParams(search)
  const variables: Record<string, string[]> = {}
  for (const [name, value] of query) {
    if (!name.startsWith('var-')) continue
    const key = name.slice(4)
    // `All` is how Grafana writes it in links that people make.
    variables[key] = [...(variables[key] ?? []), value === 'All' ? '$__all' : value]
  }
  return {
    from: query.get('from') ?? saved.from,
    to: query.get('to') ?? saved.to,
    refresh: secondsOf(query.get('refresh')) ?? saved.refresh,
    variables,
  }
}

export function writeState({ from, to, refresh, variables }: BoardState): string {
  const query = new URLSearchParams({ from, to, refresh: refresh === 0 ? 'off' : `${refresh}s` })
  for (const [name, values] of Object.entries(variables)) for (const value of values) query.append(`var-${name}`, value)
  return `?${query}`
}

/** Seconds of `30s`, `1m`, `off`; `null` for what is none. */
export function secondsOf(text: string | null): number | null {
  if (text === null) return null
  if (text === 'off' || text === '') return 0
  const [, amount, unit = 's'] = /^(\d+)([smh])?$/.exec(text) ?? []
  if (amount === undefined) return null
  return Math.min(86_400, Math.max(1, Number(amount) * ({ s: 1, m: 60, h: 3600 }[unit] ?? 1)))
}
