import { engineTarget, type OptionValues, option } from '#belfry'

/** What can be set about RuVector; the defaults are the numbers of the requirement. */
export const ruvectorOptions = {
  targets: option.targets(engineTarget('exporter'), "Where Belfry's exporter is."),
  interval: option.duration('15s', 'Time between two scrapes.'),
  searchLatencyWarning: option.number(0.05, 'Seconds that 95 of 100 searches may take.', { min: 0, max: 0.99 }),
  searchLatencyCritical: option.number(0.1, 'Seconds for 95 of 100 searches that are too many.', { min: 0, max: 0.99 }),
  indexGrowthRate: option.number(10 * 1024 * 1024, 'Bytes per second that a vector index may grow.', { min: 0 }),
  countAnomaly: option.ratio(0.5, 'Share by which the vectors of a table may differ from their mean of an hour.'),
  countAnomalyMinimum: option.number(100, 'Vectors below which a table is too small to judge.', { min: 0 }),
  hnswEfficiency: option.ratio(0.5, 'Share of the entries read from a vector index that should lead to live rows.'),
  analyzeAgeSeconds: option.number(86_400, 'Seconds after which the statistics of a changed table are old.', {
    min: 0,
  }),
  memoryShare: option.ratio(0.3, 'Share of the memory of the database host that vector indexes may need.'),
  memoryInstance: option.text('.+', 'Regular expression for the `instance` of the node exporter on the database host.'),
  operationErrorRate: option.number(0.01, 'Failed operations per second that are too many.', { min: 0 }),
  buildSeconds: option.number(1800, 'Seconds after which the build of an index is slow.', { min: 0 }),
} as const

export type RuvectorOptions = OptionValues<typeof ruvectorOptions>
