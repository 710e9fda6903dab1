/** Label names to values, as Prometheus has them. */
export type Labels = Readonly<Record<string, string>>

/** Severities that routes know. `none` is for alerts that are meant to fire always, such as a watchdog. */
export const severities = ['critical', 'warning', 'info', 'none'] as const
export type Severity = (typeof severities)[number]
