import { readBoard } from '../board/read-board.ts'
import { loadBoard } from '../data/load-board.ts'
import { type Recording, replay } from '../data/recording.ts'
import { everySeries, nextChoice, type SeriesChoice } from '../data/series-choice.ts'
import { readTimeRange } from '../data/time-range.ts'
import { zoomed } from '../data/zoom.ts'
import { lookOf, type ThemeName } from '../draw/look.ts'
import { fullTime } from '../draw/time-ticks.ts'
import { drawBoard } from '../page/draw-board.ts'
import { mountBoard } from './mount-board.ts'
import { paint } from './paint.ts'

/** What a page that works offline carries. */
interface Content {
  readonly dashboard: unknown
  readonly recording: Recording
  readonly theme: ThemeName
}

await start()

async function start(): Promise<void> {
  const main = document.getElementById('preview')
  const { dashboard, recording, theme } = JSON.parse(
    document.getElementById('preview-content')?.textContent ?? '{}',
  ) as Content
  const board = readBoard(dashboard)
  const whole = readTimeRange(recording.from, recording.to, recording.now)
  if (main === null || whole === null) return
  const collapsed = new Map<string, boolean>()
  const choices = new Map<string, SeriesChoice>()
  let shown = { theme, range: whole as { from: number; to: number } }
  const { width, variables } = recording
  // The recording has the panels of closed rows too, so any row can be opened.
  const load = () => loadBoard(board, { ask: replay(recording), range: whole, width, variables, collapsed })
  let loaded = await load()

  const bar = document.createElement('header')
  const title = Object.assign(document.createElement('h1'), { textContent: board.title })
  const chosen = Object.assign(document.createElement('span'), { className: 'soft' })
  // There are answers for these values alone, so others are not offered.
  const fixed = loaded.variables.filter(({ hidden }) => !hidden).map(({ label, text }) => `${label}: ${text}`)
  chosen.textContent = fixed.length === 0 ? '' : `Recorded with ${fixed.join(' · ')}`
  const time = Object.assign(document.createElement('span'), { className: 'time' })
  const back = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Whole range' })
  const light = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Light or dark' })
  bar.append(title, chosen, time, back, light)
  const canvas = document.createElement('div')
  canvas.style.width = `${width}px`
  main.append(bar, canvas)

  const mounted = mountBoard(canvas, {
    onZoom: (from, to) => show({ range: { from, to } }),
    onRow: async (key, isCollapsed) => {
      collapsed.set(key, isCollapsed)
      loaded = await load()
      show({})
    },
    onSeries: (panel, name, isToggle) => {
      choices.set(panel, nextChoice(choices.get(panel) ?? everySeries, name, isToggle))
      show({})
    },
  })
  back.addEventListener('click', () => show({ range: whole }))
  light.addEventListener('click', () => show({ theme: shown.theme === 'dark' ? 'light' : 'dark' }))
  show({})
  document.body.dataset.ready = 'true'

  function show(change: Partial<typeof shown>): void {
    shown = { ...shown, ...change }
    const { range } = shown
    paint(lookOf(shown.theme))
    time.textContent = `${fullTime(range.from, 'utc').slice(0, 16)} to ${fullTime(range.to, 'utc').slice(0, 16)} UTC`
    back.hidden = range === whole
    mounted.update(drawBoard(zoomed(loaded, range), { theme: shown.theme, choices }), range)
  }
}
