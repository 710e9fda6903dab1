import type { PanelSubject } from './subject.ts'

/** The colour in which a panel shows a value; empty when it is not known. Mappings go before thresholds. */
export function colorFor(value: number, { mappings, thresholds }: PanelSubject): string {
  const mapped = mappings.find(({ match }) =>
    typeof match === 'string'
      ? match === String(value)
      : (match.from ?? Number.NEGATIVE_INFINITY) <= value && value <= (match.to ?? Number.POSITIVE_INFINITY),
  )
  if (mapped?.color !== undefined) return mapped.color
  return thresholds.filter((step) => step.value === null || step.value <= value).at(-1)?.color ?? ''
}

/** Values at which a panel may change its colour. */
export function colorLimits({ mappings, thresholds }: PanelSubject): readonly number[] {
  const mapped = mappings.flatMap(({ match }) => (typeof match === 'string' ? [Number(match)] : [match.from, match.to]))
  return [...thresholds.map(({ value }) => value), ...mapped].filter((one) => one !== null).filter(Number.isFinite)
}

/** Whether it has more than one colour. */
export function hasScale({ mappings, thresholds }: PanelSubject): boolean {
  return new Set([...mappings, ...thresholds].map(({ color }) => color ?? '')).size > 1
}

export const isGreen = (color: string): boolean =>
  /green/.test(color) || ['#299c46', '#73BF69', '#56A64B'].includes(color)
export const isRed = (color: string): boolean => /red/.test(color) || ['#d44a3a', '#F2495C', '#E02F44'].includes(color)
