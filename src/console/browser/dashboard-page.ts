import { readBoard } from '../../preview/board/read-board.ts'
import { readTimeRange } from '../../preview/data/time-range.ts'
import { getJson } from './ask-console.ts'
import { type BoardState, readState, secondsOf, writeState } from './board-state.ts'
import { byId, h } from './dom.ts'
import { grafanaNote } from './grafana-note.ts'
import { liveBoard } from './live-board.ts'
import { madeUp, madeUpText } from './mark-demo.ts'
import { moment } from './text.ts'
import { timeControls } from './time-controls.ts'
import { variableControls } from './variable-controls.ts'

/** One dashboard with live data. */
export async function dashboardPage(uid: string): Promise<void> {
  const [json, past] = await Promise.all([
    getJson<{ readonly refresh?: unknown }>(`/api/dashboards/${encodeURIComponent(uid)}`),
    madeUp(),
  ])
  const board = readBoard(json)
  const saved = {
    ...board.time,
    refresh: typeof json.refresh === 'string' ? (secondsOf(json.refresh) ?? 0) : 0,
  }
  let state = readState(location.search, saved)
  let timer: ReturnType<typeof setTimeout> | undefined
  const collapsed = new Map<string, boolean>()

  const canvas = h('div', { class: 'canvas' })
  const status = h('span', { class: 'soft status' })
  const shown = liveBoard(canvas, {
    onZoom: (from, to) => change({ from: String(from), to: String(to) }, true),
    onRow: (key, isCollapsed) => {
      collapsed.set(key, isCollapsed)
      void load()
    },
    onWidth: () => void load(),
  })
  const time = timeControls({
    onRange: (range) => change(range, true),
    onRefresh: (refresh) => change({ refresh }, false),
    onNow: () => void load(),
  })
  const variables = variableControls((name, values) =>
    change({ variables: { ...state.variables, [name]: values } }, true),
  )
  const made = h('p', { class: 'made', role: 'note', hidden: true }, past === null ? '' : madeUpText(past))
  const heading = document.querySelector('h1')
  byId('app').replaceChildren(
    h('div', { class: 'bar' }, heading, variables.element, h('div', { class: 'right' }, status, time.element)),
    made,
    canvas,
    grafanaNote(`/d/${uid}`),
  )

  addEventListener('popstate', () => {
    state = readState(location.search, saved)
    void load()
  })
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && state.refresh > 0) void load()
  })
  await load()

  function change(part: Partial<BoardState>, isStep: boolean): void {
    state = { ...state, ...part }
    const url = `${location.pathname}${writeState(state)}`
    // Going back undoes a zoom or a choice.
    if (isStep) history.pushState(null, '', url)
    else history.replaceState(null, '', url)
    void load()
  }

  async function load(): Promise<void> {
    clearTimeout(timer)
    const now = Date.now()
    const range = readTimeRange(state.from, state.to, now) ?? readTimeRange(saved.from, saved.to, now)
    if (range === null) return
    time.show(state, range, state.refresh)
    const began = performance.now()
    const loaded = await shown.show(board, { range, variables: state.variables, collapsed })
    if (loaded === null) return
    made.hidden = past === null || range.from >= past.to * 1000
    variables.show(loaded.variables)
    status.textContent = `at ${moment(now).slice(11)}`
    status.title = `Asked and drawn in ${Math.round(performance.now() - began)} ms`
    if (state.refresh > 0 && !document.hidden) timer = setTimeout(() => void load(), state.refresh * 1000)
  }
}
