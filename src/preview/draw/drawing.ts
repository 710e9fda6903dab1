import type { BoardPanel } from '../board/board.ts'
import type { PanelData } from '../data/load-panel.ts'
import type { ChartOption } from '../vendor/echarts.js'
import type { DataFrame } from '../vendor/grafana-data.js'
import type { Look } from './look.ts'

export interface Rect {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** A chart on a picture: in Node.js it becomes a part of the SVG, in a browser a live chart lies on its place. */
export interface Chart {
  readonly rect: Rect
  readonly option: ChartOption
  /** Whether its x axis is time, so that charts can share a crosshair and be zoomed. */
  readonly isTimed: boolean
}

/** What a panel shows: markup without charts, and the charts. Places are relative to the drawing's own corner. */
export interface Drawing {
  readonly svg: string
  readonly charts: readonly Chart[]
}

/** What a panel type draws from. */
export interface DrawContext {
  readonly panel: BoardPanel
  readonly data: PanelData
  /** Frames with units, names and colours applied. */
  readonly frames: readonly DataFrame[]
  /** Of the content, without the frame. */
  readonly width: number
  readonly height: number
  readonly look: Look
  /** `utc` or `browser`. */
  readonly timeZone: string
  /** Begins every id in the markup. */
  readonly key: string
  readonly annotations: readonly AnnotationMark[]
}

export interface AnnotationMark {
  readonly time: number
  readonly color: string
  readonly title: string
}

export type DrawPanel = (context: DrawContext) => Drawing
