import { setTimeout as sleep } from 'node:timers/promises'
import type { Step } from '../drivers/driver.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import { prometheusClient } from '../live/prometheus.ts'
import type { Target } from '../live/prometheus-answers.ts'
import type { Model } from '../model/model.ts'

/** How long targets may take, in milliseconds: the longest scrape interval twice, and Prometheus' own start. */
const patience = 60_000

/** Waits until Prometheus has scraped every target of every job. */
export function waitForTargets(model: Model): Step {
  const prometheus = prometheusClient({ url: `http://127.0.0.1:${model.engines.prometheus.port}` })
  const jobs = model.prometheus.jobs.map(({ name }) => name)
  return {
    title: 'Wait until every target is up',
    async run(report, signal) {
      const deadline = Date.now() + patience
      for (;;) {
        const targets = await prometheus.targets(signal)
        const waiting = waitingFor(jobs, targets)
        if (waiting.length === 0) return `${targets.length} of ${targets.length}`
        if (Date.now() > deadline) throw notUp(waiting)
        report(waitingText(waiting, Math.max(targets.length, jobs.length)))
        await sleep(300, undefined, { signal })
      }
    },
  }
}

interface Waiting {
  readonly name: string
  readonly why: string
}

/** A line of a few words: the last ones are named, since they are what takes long. */
function waitingText(waiting: readonly Waiting[], all: number): string {
  if (waiting.length > 3) return `${all - waiting.length} of ${all} are up`
  return `waiting for ${waiting
    .map(({ name }) => name)
    .sort()
    .join(', ')}`
}

function waitingFor(jobs: readonly string[], targets: readonly Target[]): readonly Waiting[] {
  const without = jobs.filter((job) => !targets.some(({ scrapePool }) => scrapePool === job))
  return [
    ...without.map((job) => ({ name: job, why: 'has no target' })),
    ...targets
      .filter(({ health }) => health !== 'up')
      .map(({ scrapePool, labels, lastError }) => ({
        name: `${scrapePool} ${labels.instance ?? ''}`,
        why: lastError === '' ? 'was not scraped yet' : lastError,
      })),
  ]
}

function notUp(waiting: readonly Waiting[]): BelfryError {
  const lines = waiting.map(({ name, why }) => `  ${name}: ${why}`)
  return new BelfryError('NOT_READY', `not every target is up after ${patience / 1000} s:\n${lines.join('\n')}`, {
    hint: 'The stack goes on running; see `belfry status` and `belfry logs`.',
  })
}
