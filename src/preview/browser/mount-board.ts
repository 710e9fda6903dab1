import type { DrawnBoard, DrawnItem } from '../page/draw-board.ts'
import { type MountedChart, mountChart } from './mount-chart.ts'
import { mountLegend } from './mount-legend.ts'

export interface BoardEvents {
  /** The reader drew over a part of a chart; Unix milliseconds. */
  readonly onZoom: (from: number, to: number) => void
  /** The reader opened or closed a row. */
  readonly onRow: (key: string, isCollapsed: boolean) => void
  /** The reader chose a series of a panel: to see it alone, or, as a toggle, to hide it or show it again. */
  readonly onSeries: (panel: string, name: string, isToggle: boolean) => void
}

/** A dashboard in a page. */
export interface MountedBoard {
  /** Shows another drawing in the same place; while the reader draws over a chart, when that is done. */
  update(drawn: DrawnBoard, range: ShownRange): void
  dispose(): void
}

/** What the time axes show; Unix milliseconds. */
export interface ShownRange {
  readonly from: number
  readonly to: number
}

/** Puts drawings into an element: their markup as SVG, their charts alive on top of it. */
export function mountBoard(root: HTMLElement, events: BoardEvents): MountedBoard {
  let charts: MountedChart[] = []
  const crosshair = (time: number | null): void => {
    for (const chart of charts) chart.showTime(time)
  }
  const clear = (): void => {
    for (const chart of charts) chart.dispose()
    charts = []
  }
  let pointer: { readonly x: number; readonly y: number } | null = null
  root.addEventListener('pointermove', ({ clientX: x, clientY: y }) => {
    pointer = { x, y }
  })
  root.addEventListener('pointerleave', () => {
    pointer = null
  })
  let isDragged = false
  let waiting: (() => void) | null = null
  const onDrag = (isOn: boolean): void => {
    isDragged = isOn
    if (isOn) return
    waiting?.()
    waiting = null
  }
  const show = (drawn: DrawnBoard, range: ShownRange): void => {
    clear()
    root.classList.add('board')
    root.style.height = `${drawn.height}px`
    root.replaceChildren(
      ...drawn.items.map((item) => {
        const box = itemBox(item, events)
        for (const chart of item.charts)
          charts.push(mountChart(box, chart, range, { onTime: crosshair, onZoom: events.onZoom, onDrag }))
        return box
      }),
    )
    for (const box of root.querySelectorAll<HTMLElement>('.panel'))
      mountLegend(box, (name, isToggle) => events.onSeries(box.dataset.key ?? '', name, isToggle))
    // What was told at the pointer stays, with the new values.
    if (pointer !== null) for (const chart of charts) chart.pointAt(pointer.x, pointer.y)
  }
  return {
    update(drawn, range) {
      if (isDragged) waiting = () => show(drawn, range)
      else show(drawn, range)
    },
    dispose() {
      clear()
      root.replaceChildren()
    },
  }
}

function itemBox(item: DrawnItem, events: BoardEvents): HTMLElement {
  const { rect, kind, key, title, isCollapsed, svg } = item
  const box = document.createElement(kind === 'row' ? 'button' : 'section')
  box.className = `item ${kind}`
  box.dataset.key = key
  if (box instanceof HTMLButtonElement) {
    box.type = 'button'
    box.setAttribute('aria-expanded', String(!isCollapsed))
    box.addEventListener('click', () => events.onRow(key, !isCollapsed))
  }
  box.setAttribute('aria-label', title)
  place(box, rect.x, rect.y, rect.w, rect.h)
  // All texts of a drawing are escaped where it is made.
  box.innerHTML = `<svg xmlns="http://www.w3.org/2000/svg" width="${rect.w}" height="${rect.h}" font-size="12">${svg}</svg>`
  return box
}

export function place(element: HTMLElement, x: number, y: number, width: number, height: number): void {
  const { style } = element
  style.left = `${x}px`
  style.top = `${y}px`
  style.width = `${width}px`
  style.height = `${height}px`
}
