import { counter, defineMetrics, gauge, histogram } from '#belfry'

export { belfryMetrics } from '#belfry'

/** The process metrics of the exporter service itself that are worth a panel; prom-client has more. */
export const processMetrics = defineMetrics('exporter', {
  cpuSecondsTotal: counter('process_cpu_seconds_total', { help: 'User and system CPU time spent, in seconds.' }),
  residentMemoryBytes: gauge('process_resident_memory_bytes', { help: 'Resident memory, in bytes.' }),
  startTimeSeconds: gauge('process_start_time_seconds', { help: 'When the process started, in Unix time.' }),
  openFds: gauge('process_open_fds', { help: 'Open file descriptors.' }),
  eventLoopLagSeconds: gauge('nodejs_eventloop_lag_p99_seconds', {
    help: '99th percentile of the event loop delay, in seconds.',
  }),
  heapUsedBytes: gauge('nodejs_heap_size_used_bytes', { help: 'Heap in use, in bytes.' }),
  gcDurationSeconds: histogram('nodejs_gc_duration_seconds', {
    help: 'Garbage collection time, by kind.',
    labels: ['kind'],
    buckets: [0.001, 0.01, 0.1, 1, 2, 5],
  }),
})
