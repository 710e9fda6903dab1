import type { Board } from '../../preview/board/board.ts'
import { mountBoard } from '../../preview/browser/mount-board.ts'
import { paint } from '../../preview/browser/paint.ts'
import { type LoadedBoard, type LoadOptions, loadBoard } from '../../preview/data/load-board.ts'
import { everySeries, nextChoice, type SeriesChoice } from '../../preview/data/series-choice.ts'
import { lookOf } from '../../preview/draw/look.ts'
import { drawBoard } from '../../preview/page/draw-board.ts'
import { askPrometheus } from './ask-console.ts'
import { shownTheme, themeEvent } from './choose-theme.ts'
import { keepFocus } from './keep-focus.ts'
import { narrowBoard, narrowWidth } from './narrow-board.ts'

export interface LiveBoardEvents {
  /** The reader drew over a part of a chart; Unix milliseconds. */
  readonly onZoom: (from: number, to: number) => void
  readonly onRow: (key: string, isCollapsed: boolean) => void
  /** There is more or less room, for which other points are to be asked for. */
  readonly onWidth: () => void
}

/** A dashboard with data from Prometheus. */
export interface LiveBoard {
  /** Asks and draws; `null` when it was asked for anew meanwhile, which counts then. */
  show(board: Board, options: Pick<LoadOptions, 'range' | 'variables' | 'collapsed'>): Promise<LoadedBoard | null>
}

/** Draws into an element, in the theme and for the width that it has. */
export function liveBoard(canvas: HTMLElement, { onZoom, onRow, onWidth }: LiveBoardEvents): LiveBoard {
  const choices = new Map<string, SeriesChoice>()
  let loaded: LoadedBoard | null = null
  let running: AbortController | null = null
  const mounted = mountBoard(canvas, {
    onZoom,
    onRow,
    onSeries: (panel, name, isToggle) => {
      choices.set(panel, nextChoice(choices.get(panel) ?? everySeries, name, isToggle))
      draw()
    },
  })
  function draw(): void {
    if (loaded === null) return
    const [theme, current] = [shownTheme(), loaded]
    paint(lookOf(theme))
    keepFocus(canvas, () => mounted.update(drawBoard(current, { theme, timeZone: 'browser', choices }), current.range))
  }
  document.addEventListener(themeEvent, draw)
  let width = canvas.clientWidth
  new ResizeObserver(() => {
    if (Math.abs(canvas.clientWidth - width) < 8) return
    width = canvas.clientWidth
    onWidth()
  }).observe(canvas)
  return {
    async show(board, options) {
      running?.abort()
      const mine = new AbortController()
      running = mine
      canvas.ariaBusy = 'true'
      const room = Math.max(300, canvas.clientWidth)
      const next = await loadBoard(room < narrowWidth ? narrowBoard(board) : board, {
        ...options,
        ask: askPrometheus(mine.signal),
        width: room,
      })
      if (running !== mine) return null
      loaded = next
      draw()
      canvas.ariaBusy = 'false'
      document.body.dataset.ready = String(Number(document.body.dataset.ready ?? 0) + 1)
      return next
    },
  }
}
