import type { Alert, Recording } from '../model/model.ts'
import type { AlertCase } from './alert-case.ts'

/**
 * An alert that fires for each series that a recording rule gives, with its value as text: so that cases prove a rule
 * that no alert needs, in the same way as they prove an alert.
 */
export function tellerOf({ name, system, expr, place }: Recording): Alert {
  return {
    kind: 'alert',
    name,
    system,
    expr: { ...expr, text: name },
    for: '0s',
    keepFiringFor: '0s',
    severity: 'none',
    labels: {},
    annotations: { value: '{{ $value | printf "%.6g" }}' },
    dashboardUid: '',
    allow: {},
    place,
  }
}

/** Whether a case is about a recording rule, and its alert made up. */
export function isOfRecording({ alert, recordings }: Pick<AlertCase, 'alert' | 'recordings'>): boolean {
  return recordings.some(({ name }) => name === alert.name)
}

/** A number as Go's `%.6g` writes it. */
export function toldValue(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
  const [digits = '', exponent = '0'] = value.toExponential(5).split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(Number(value.toPrecision(6)))
  return `${Number(digits)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
