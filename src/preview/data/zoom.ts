import type { LoadedBoard } from './load-board.ts'

/** The same data over a part of its time; panels with a time of their own keep it. */
export function zoomed(loaded: LoadedBoard, { from, to }: { readonly from: number; readonly to: number }): LoadedBoard {
  if (from === loaded.range.from && to === loaded.range.to) return loaded
  const panels = loaded.panels.map((panel) => {
    const { plan } = panel.data
    if (plan.range.from !== loaded.range.from || plan.range.to !== loaded.range.to) return panel
    return { ...panel, data: { ...panel.data, plan: { ...plan, range: { ...plan.range, from, to } } } }
  })
  return { ...loaded, panels }
}
