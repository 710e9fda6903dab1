/** What the preview uses of ECharts. Options are data to it: their keys are in ECharts' own documentation. */

export type ChartOption = Record<string, unknown>

export interface Chart {
  setOption(option: ChartOption, options?: { notMerge?: boolean; lazyUpdate?: boolean; replaceMerge?: string[] }): void
  renderToSVGString(options?: { useViewBox?: boolean }): string
  dispose(): void
  resize(size?: { width?: number; height?: number }): void
  dispatchAction(action: Record<string, unknown>): void
  on(event: string, handler: (event: Record<string, unknown>) => void): void
  off(event: string): void
  convertFromPixel(finder: unknown, value: unknown): unknown
  getZr(): { on(event: string, handler: (event: { offsetX: number; offsetY: number }) => void): void }
  group: string
}

export interface TextMeasure {
  width: number
}

export function init(
  element: unknown,
  theme: null | string,
  options: { renderer?: 'svg' | 'canvas'; ssr?: boolean; width?: number; height?: number; useDirtyRect?: boolean },
): Chart
export function setPlatformAPI(api: { measureText?: (text: string, font?: string) => TextMeasure }): void
export function getInstanceByDom(element: unknown): Chart | undefined
