import { alertFor } from './alert-for.ts'
import { alertSeverity } from './alert-severity.ts'
import { duplicateName } from './duplicate-name.ts'
import { engineVersion } from './engine-version.ts'
import { metricName } from './metric-name.ts'
import { nothingWatched } from './nothing-watched.ts'
import { panelUnit } from './panel-unit.ts'
import { queryAlways } from './query-always.ts'
import type { AnyCheck } from './query-check.ts'
import { queryCounter } from './query-counter.ts'
import { queryGrouping } from './query-grouping.ts'
import { queryHistogram } from './query-histogram.ts'
import { queryIdle } from './query-idle.ts'
import { queryLabel } from './query-label.ts'
import { queryMatch } from './query-match.ts'
import { queryMetric } from './query-metric.ts'
import { queryNever } from './query-never.ts'
import { queryRange } from './query-range.ts'
import { queryScope } from './query-scope.ts'
import { querySyntax } from './query-syntax.ts'
import { queryTimestamp } from './query-timestamp.ts'
import { queryUnit } from './query-unit.ts'
import { receiverMail } from './receiver-mail.ts'
import { receiverUnknown } from './receiver-unknown.ts'
import { recordName } from './record-name.ts'
import { runbookMissing } from './runbook-missing.ts'
import { runbookOrphan } from './runbook-orphan.ts'
import { runbookSections } from './runbook-sections.ts'
import { scrapeTimeout } from './scrape-timeout.ts'
import { secretInUrl } from './secret-in-url.ts'

/** Every check, in the order in which they report. */
export const checks: readonly AnyCheck[] = [
  nothingWatched,
  duplicateName,
  alertFor,
  alertSeverity,
  runbookMissing,
  runbookOrphan,
  runbookSections,
  receiverUnknown,
  receiverMail,
  metricName,
  recordName,
  panelUnit,
  scrapeTimeout,
  secretInUrl,
  engineVersion,
  querySyntax,
  queryMetric,
  queryLabel,
  queryCounter,
  queryTimestamp,
  queryUnit,
  queryRange,
  queryHistogram,
  queryNever,
  queryAlways,
  queryMatch,
  queryGrouping,
  queryIdle,
  queryScope,
]
