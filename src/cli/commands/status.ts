import { resolve } from 'node:path'
import { BelfryError } from '../../errors/belfry-error.ts'
import { prometheusClient } from '../../live/prometheus.ts'
import { describeStack } from '../describe-stack.ts'
import { type HistoryMarker, readHistoryMarker } from '../history-marker.ts'
import { result, resultJson } from '../output.ts'
import { needRunningEngines } from '../running-stack.ts'
import { table } from '../table.ts'

export interface StatusOptions {
  readonly stack: string
  readonly state: string
  readonly json?: boolean
}

/** Shows engines, targets and firing alerts of the stack that was started from this folder. */
export async function status(options: StatusOptions): Promise<void> {
  const { driver, state } = await needRunningEngines(options)
  const [engines, watched, history] = await Promise.all([
    describeStack(driver, state),
    watch(`http://127.0.0.1:${state.prometheusPort}`),
    readHistoryMarker(resolve(options.state)),
  ])
  if (options.json === true) return resultJson({ ...engines.json, ...watched, history })
  result(
    `${engines.text}\n\n${watched.error === '' ? watchedText(watched) : `Prometheus does not answer: ${watched.error}`}${historyText(history)}`,
  )
}

function historyText(history: HistoryMarker | null): string {
  if (history === null) return ''
  const [from, to] = [history.from, history.to].map((time) => new Date(time * 1000).toISOString().slice(0, 16))
  return `\n\nWhat Prometheus shows from ${from}Z to ${to}Z is made up for the demo; see docs/demo-history.md.`
}

interface Watched {
  readonly targets: readonly {
    readonly job: string
    readonly instance: string
    readonly health: string
    readonly error: string
  }[]
  /** Firing and pending. */
  readonly alerts: readonly {
    readonly alert: string
    readonly state: string
    readonly severity: string
    readonly summary: string
  }[]
  /** Why Prometheus could not be asked; empty when it was. */
  readonly error: string
}

async function watch(url: string): Promise<Watched> {
  const prometheus = prometheusClient({ url })
  try {
    const [targets, alerts] = await Promise.all([prometheus.targets(), prometheus.alerts()])
    return {
      targets: targets.map(({ scrapePool, labels, health, lastError }) => ({
        job: scrapePool,
        instance: labels.instance ?? '',
        health,
        error: lastError,
      })),
      alerts: alerts.map(({ labels, annotations, state }) => ({
        alert: labels.alertname ?? '',
        state,
        severity: labels.severity ?? '',
        summary: annotations.summary ?? '',
      })),
      error: '',
    }
  } catch (error) {
    if (error instanceof BelfryError) return { targets: [], alerts: [], error: error.message }
    throw error
  }
}

function watchedText({ targets, alerts }: Watched): string {
  const rows = targets.map(({ job, instance, health, error }) => [job, instance, health, error])
  const ringing = alerts.map(({ alert, state, severity, summary }) => [alert, state, severity, summary])
  return [
    table([['TARGET', 'INSTANCE', 'HEALTH', ''], ...rows]),
    '',
    ringing.length === 0
      ? 'No alert is pending or firing.'
      : table([['ALERT', 'STATE', 'SEVERITY', 'SUMMARY'], ...ringing]),
  ].join('\n')
}
