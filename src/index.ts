/** What content imports as `#belfry`. */

import * as z from './errors/zod.ts'

export { CollectError, failureReason } from './exporter/collect-error.ts'
export {
  type CollectorParts,
  type CollectorSetup,
  type CollectPart,
  type CollectRun,
  defineCollector,
  type ProbeSetup,
} from './exporter/collector.ts'
export { getJson, getText, type HttpOptions } from './exporter/http.ts'
export { type JsonSource, jsonSource, readJsonSource } from './exporter/json-source.ts'
export { type Limiter, limitConcurrency } from './exporter/limit-concurrency.ts'
export { belfryMetrics } from './exporter/own-metrics.ts'
export { parseJson } from './exporter/parse-json.ts'
export type { Postgres } from './exporter/postgres.ts'
export { quoteIdentifier } from './exporter/quote-identifier.ts'
export type { Redis } from './exporter/redis.ts'
export { countKeys, infoNumber, parseRedisInfo } from './exporter/redis-info.ts'
export type { Sample } from './exporter/sample-set.ts'
export { shareResult } from './exporter/share-result.ts'
export type { Router } from './http/server.ts'
export { coordinationFamilies } from './instrument/coordination-families.ts'
export { orchestratorFamilies, workerStates } from './instrument/orchestrator-families.ts'
export {
  type DemoPostgres,
  type DemoRedis,
  defineSimulator,
  type Simulator,
  type SimulatorSetup,
  type SimulatorWork,
} from './simulator/simulator.ts'
export { captured, refine } from './spec/captured.ts'
export { type CaseSpec, cases, example, fires, given, givenHistogram, gives, quiet } from './spec/cases.ts'
export {
  type AnnotationSpec,
  type DashboardSpec,
  dashboard,
  type RowSpec,
  row,
  type VariableSpec,
} from './spec/dashboard.ts'
export {
  breakConfiguration,
  type DrillSpec,
  drill,
  fillDisk,
  pauseEngine,
  playScenario,
  stopEngine,
  wrongPassword,
} from './spec/drills.ts'
export { type Duration, parseDuration } from './spec/duration.ts'
export { type EngineName, engineUrl } from './spec/engine-name.ts'
export { defineEnvironment, type EnvironmentName, type EnvironmentSpec } from './spec/environment.ts'
export { type EquivalentSpec, equivalent } from './spec/equivalents.ts'
export {
  absent,
  type HistorySpec,
  type IncidentSpec,
  type LaterSpec,
  later,
  level,
  observed,
  rate,
  unreachable,
} from './spec/history.ts'
export type { Labels, Severity } from './spec/labels.ts'
export {
  counter,
  defineMetrics,
  gauge,
  histogram,
  info,
  type MetricFamily,
  type MetricSet,
  summary,
  untyped,
} from './spec/metrics.ts'
export { expect, inhibit, type Matcher, muteTiming, type NotifySpec, receiver, route } from './spec/notify.ts'
export { type OptionSet, type OptionValues, option } from './spec/options.ts'
export { type PanelSpec, panel, type Threshold, target } from './spec/panels.ts'
export { promql, type Query } from './spec/promql.ts'
export { discord, email, msteams, opsgenie, pagerduty, slack, telegram, webhook } from './spec/receivers.ts'
export { alert, type RuleSpec, record, rules } from './spec/rules.ts'
export { engineTarget, scrapeJob, staticTargets, type Targets } from './spec/scrape.ts'
export { type Secret, secret } from './spec/secret.ts'
export { changes, constant, gap, perSecond, ramp, reset, stale } from './spec/series-values.ts'
export { defineStack } from './spec/stack.ts'
export { defineSystem, type SystemParts } from './spec/system.ts'
export { z }
