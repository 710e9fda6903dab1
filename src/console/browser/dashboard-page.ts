import { readBoard } from '../../preview/board/read-board.ts'
import { mountBoard } from '../../preview/browser/mount-board.ts'
import { paint } from '../../preview/browser/paint.ts'
import { type LoadedBoard, loadBoard } from '../../preview/data/load-board.ts'
import { readTimeRange } from '../../preview/data/time-range.ts'
import { lookOf } from '../../preview/draw/look.ts'
import { drawBoard } from '../../preview/page/draw-board.ts'
import { askPrometheus, getJson } from './ask-console.ts'
import { type BoardState, readState, secondsOf, writeState } from './board-state.ts'
import { shownTheme, themeEvent } from './choose-theme.ts'
import { byId, h } from './dom.ts'
import { keepFocus } from './keep-focus.ts'
import { madeUp, madeUpText } from './mark-demo.ts'
import { narrowBoard, narrowWidth } from './narrow-board.ts'
import { loadStack } from './stack.ts'
import { timeControls } from './time-controls.ts'
import { variableControls } from './variable-controls.ts'

/** One dashboard with live data. */
export async function dashboardPage(uid: string): Promise<void> {
  const [json, stack] = await Promise.all([
    getJson<{ readonly refresh?: unknown }>(`/api/dashboards/${encodeURIComponent(uid)}`),
    loadStack(),
  ])
  const board = readBoard(json)
  const saved = {
    ...board.time,
    refresh: typeof json.refresh === 'string' ? (secondsOf(json.refresh) ?? 0) : 0,
  }
  let state = readState(location.search, saved)
  let loaded: LoadedBoard | null = null
  let running: AbortController | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const collapsed = new Map<string, boolean>()

  const canvas = h('div', { class: 'canvas' })
  const status = h('span', { class: 'soft status', role: 'status' })
  const mounted = mountBoard(canvas, {
    onZoom: (from, to) => change({ from: String(from), to: String(to) }, true),
    onRow: (key, isCollapsed) => {
      collapsed.set(key, isCollapsed)
      void load()
    },
  })
  const time = timeControls({
    onRange: (range) => change(range, true),
    onRefresh: (refresh) => change({ refresh }, false),
    onNow: () => void load(),
  })
  const variables = variableControls((name, values) =>
    change({ variables: { ...state.variables, [name]: values } }, true),
  )
  const grafana = stack.urls.grafana ?? ''
  const made = h('p', { class: 'made', role: 'note', hidden: true })
  const past = await madeUp()
  const heading = document.querySelector('h1')
  byId('app').replaceChildren(
    h(
      'div',
      { class: 'bar' },
      ...(heading === null ? [] : [heading]),
      variables.element,
      h('div', { class: 'right' }, status, time.element),
    ),
    made,
    canvas,
    h(
      'p',
      { class: 'soft note' },
      'Drawn by Belfry. ',
      ...(grafana === ''
        ? []
        : [
            'For daily work: ',
            h(
              'a',
              { href: `${grafana}/d/${uid}`, target: '_blank', rel: 'noopener noreferrer', id: 'grafana' },
              'this dashboard in Grafana',
            ),
            '.',
          ]),
    ),
  )

  addEventListener('popstate', () => {
    state = readState(location.search, saved)
    void load()
  })
  document.addEventListener(themeEvent, draw)
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && state.refresh > 0) void load()
  })
  let width = canvas.clientWidth
  new ResizeObserver(() => {
    if (Math.abs(canvas.clientWidth - width) < 8) return
    width = canvas.clientWidth
    void load()
  }).observe(canvas)
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
    running?.abort()
    const mine = new AbortController()
    running = mine
    const range = readTimeRange(state.from, state.to, Date.now()) ?? readTimeRange(saved.from, saved.to, Date.now())
    if (range === null) return
    time.show(state, range, state.refresh)
    canvas.classList.add('busy')
    const began = performance.now()
    const shownWidth = Math.max(320, canvas.clientWidth)
    const next = await loadBoard(shownWidth < narrowWidth ? narrowBoard(board) : board, {
      ask: askPrometheus(mine.signal),
      range,
      width: shownWidth,
      variables: state.variables,
      collapsed,
    })
    if (running !== mine) return
    loaded = next
    made.hidden = past === null || range.from >= past.to * 1000
    if (past !== null) made.textContent = madeUpText(past)
    variables.show(next.variables)
    draw()
    canvas.classList.remove('busy')
    status.textContent = `${Math.round(performance.now() - began)} ms`
    document.body.dataset.ready = String(Number(document.body.dataset.ready ?? 0) + 1)
    if (state.refresh > 0 && !document.hidden) timer = setTimeout(() => void load(), state.refresh * 1000)
  }

  function draw(): void {
    if (loaded === null) return
    const [theme, current] = [shownTheme(), loaded]
    paint(lookOf(theme))
    keepFocus(canvas, () => mounted.update(drawBoard(current, { theme, timeZone: 'browser' }), current.range))
  }
}
