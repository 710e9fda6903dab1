import type { Labels } from '../../spec/labels.ts'

/** An alert as it leaves Prometheus when it fires. */
export interface FiringAlert {
  readonly name: string
  /** `alertname` and the external labels included. */
  readonly labels: Labels
  readonly annotations: Labels
}
