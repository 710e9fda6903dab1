import { toMilliseconds } from '../spec/duration.ts'
import type { Check } from './check.ts'

/** Prometheus refuses a job whose timeout is longer than its interval. */
export const scrapeTimeout: Check = {
  id: 'scrape-timeout',
  severity: 'error',
  run: ({ prometheus }) =>
    prometheus.jobs
      .filter((job) => toMilliseconds(job.timeout) > toMilliseconds(job.interval))
      .map((job) => ({
        message: `the job ${job.name} waits ${job.timeout} for a scrape that is due every ${job.interval}`,
        hint: 'Make the timeout at most the interval.',
        path: `${job.system}.jobs.${job.name}.timeout`,
        place: job.place,
      })),
}
