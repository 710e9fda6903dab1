import { bleed } from '../charts/timed-chart.ts'
import type { Chart } from '../draw/drawing.ts'
import { init } from '../vendor/echarts.js'

export interface MountedChart {
  /** Shows the crosshair at a time; `null` hides it. */
  showTime(time: number | null): void
  /** As if the pointer had come to a place of the window; nothing where it is not on the chart. */
  pointAt(x: number, y: number): void
  dispose(): void
}

export interface ChartEvents {
  /** The time under the pointer; `null` when it left. */
  readonly onTime: (time: number | null) => void
  readonly onZoom: (from: number, to: number) => void
  /** The reader began to draw over the chart, or ended. */
  readonly onDrag: (isOn: boolean) => void
}

const leastDrag = 6

/** A live chart on the place that its drawing leaves for it. */
export function mountChart(
  box: HTMLElement,
  { rect, option, isTimed }: Chart,
  { from, to }: { readonly from: number; readonly to: number },
  events: ChartEvents,
): MountedChart {
  const holder = document.createElement('div')
  holder.className = 'chart'
  holder.style.left = `${rect.x}px`
  holder.style.top = `${rect.y}px`
  holder.style.width = `${rect.w}px`
  holder.style.height = `${rect.h}px`
  box.append(holder)
  const chart = init(holder, null, { renderer: 'canvas', width: rect.w, height: rect.h })
  chart.setOption(option)
  const showTip = (clientX: number, clientY: number): number | null => {
    const { left, top } = holder.getBoundingClientRect()
    const [x, y] = [clientX - left, clientY - top]
    if (x < 0 || y < 0 || x > rect.w || y > rect.h) return null
    chart.dispatchAction({ type: 'showTip', x, y })
    return x
  }
  if (!isTimed) return { showTime: () => undefined, pointAt: showTip, dispose: () => chart.dispose() }

  const width = rect.w - 2 * bleed
  const timeAt = (x: number): number =>
    from + ((Math.min(Math.max(x, bleed), bleed + width) - bleed) / width) * (to - from)
  const line = mark(holder, 'crosshair')
  const selection = mark(holder, 'selection')
  let start: number | null = null
  const xOf = (event: PointerEvent): number => event.clientX - holder.getBoundingClientRect().left
  const listen = (
    type: 'pointerdown' | 'pointermove' | 'pointerup' | 'lostpointercapture' | 'pointerleave',
    run: (x: number, event: PointerEvent) => void,
  ): void => holder.addEventListener(type, (event) => run(xOf(event), event))
  listen('pointerdown', (x, event) => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    start = x
    holder.setPointerCapture(event.pointerId)
    events.onDrag(true)
  })
  listen('pointermove', (x) => {
    events.onTime(timeAt(x))
    if (start === null) return
    selection.hidden = Math.abs(x - start) < leastDrag
    selection.style.left = `${Math.min(start, x)}px`
    selection.style.width = `${Math.abs(x - start)}px`
  })
  listen('pointerup', (x) => {
    if (start === null || Math.abs(x - start) < leastDrag) return
    events.onZoom(Math.round(timeAt(Math.min(start, x))), Math.round(timeAt(Math.max(start, x))))
  })
  // Comes after a button was let go of, and when the browser takes the pointer for something else.
  listen('lostpointercapture', () => {
    selection.hidden = true
    start = null
    events.onDrag(false)
  })
  listen('pointerleave', () => events.onTime(null))
  return {
    showTime(time) {
      line.hidden = time === null || time < from || time > to
      if (time !== null) line.style.left = `${bleed + ((time - from) / (to - from)) * width}px`
    },
    pointAt(clientX, clientY) {
      const x = showTip(clientX, clientY)
      if (x !== null) events.onTime(timeAt(x))
    },
    dispose() {
      chart.dispose()
      holder.remove()
    },
  }
}

function mark(holder: HTMLElement, name: string): HTMLElement {
  const element = document.createElement('div')
  element.className = name
  element.hidden = true
  holder.append(element)
  return element
}
