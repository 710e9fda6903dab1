import type { Field } from '../vendor/grafana-data.js'

/** A column of a table panel. */
export interface Column {
  readonly field: Field
  readonly title: string
  readonly align: 'left' | 'right' | 'center'
  readonly cell: string
  /** Whether its head shows. */
  readonly isNamed: boolean
}
