import type { MetricType } from '../spec/metrics.ts'

/** `text` is Prometheus' text format 0.0.4, `openmetrics` is OpenMetrics 1.0. */
export type ExpositionFormat = 'text' | 'openmetrics'

/** Types as they stand in a `TYPE` line, `untyped` read as `unknown`. */
export type ExposedType = MetricType | 'gaugehistogram' | 'stateset'

export interface Sample {
  /** Name of the series, such as `request_seconds_bucket`. */
  readonly name: string
  readonly labels: ReadonlyMap<string, string>
  readonly value: number
}

/** A family as it stands in an exposition; in OpenMetrics the name of a counter lacks its `_total`. */
export interface ExposedFamily {
  readonly name: string
  readonly type: ExposedType
  readonly help: string
  /** Empty unless a `UNIT` line says it. */
  readonly unit: string
  readonly samples: readonly Sample[]
}

/** Something that the format does not allow. */
export interface ExpositionFault {
  /** 1-based, as is `column`. */
  readonly line: number
  readonly column: number
  readonly message: string
}

export interface Exposition {
  readonly format: ExpositionFormat
  readonly families: readonly ExposedFamily[]
  /** The first faults, in order; lines at fault are left out of the families. */
  readonly faults: readonly ExpositionFault[]
}
