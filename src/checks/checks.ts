import { alertBudgetCheck } from './alert-budget.ts'
import { alertComparison } from './alert-comparison.ts'
import { alertDuplicate } from './alert-duplicate.ts'
import { alertFor } from './alert-for.ts'
import { alertRunbook } from './alert-runbook.ts'
import { alertSeverity } from './alert-severity.ts'
import { alertSummary } from './alert-summary.ts'
import { duplicateName } from './duplicate-name.ts'
import { engineVersion } from './engine-version.ts'
import { inhibitionNever } from './inhibition-never.ts'
import { legendLabel } from './legend-label.ts'
import { metricName } from './metric-name.ts'
import { nothingWatched } from './nothing-watched.ts'
import { panelOverlap } from './panel-overlap.ts'
import { panelUnfed } from './panel-unfed.ts'
import { panelUnit } from './panel-unit.ts'
import { queryAlways } from './query-always.ts'
import type { AnyCheck } from './query-check.ts'
import { queryCounter } from './query-counter.ts'
import { queryGrouping } from './query-grouping.ts'
import { queryHistogram } from './query-histogram.ts'
import { queryIdle } from './query-idle.ts'
import { queryLabel } from './query-label.ts'
import { queryMany } from './query-many.ts'
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
import { receiverUnused } from './receiver-unused.ts'
import { recordName } from './record-name.ts'
import { routeExpectation } from './route-expectation.ts'
import { routeFallthrough } from './route-fallthrough.ts'
import { routeGroupBy } from './route-group-by.ts'
import { routeUnreached } from './route-unreached.ts'
import { runbookMissing } from './runbook-missing.ts'
import { runbookOrphan } from './runbook-orphan.ts'
import { runbookSections } from './runbook-sections.ts'
import { scrapeTimeout } from './scrape-timeout.ts'
import { secretInUrl } from './secret-in-url.ts'
import { statColor } from './stat-color.ts'
import { templateLabel } from './template-label.ts'
import { templateQuery } from './template-query.ts'
import { templateSyntax } from './template-syntax.ts'
import { templateValue } from './template-value.ts'
import { variableLabel } from './variable-label.ts'
import { variableUnknown } from './variable-unknown.ts'

/** Every check, in the order in which they report. */
export const checks: readonly AnyCheck[] = [
  nothingWatched,
  duplicateName,
  alertFor,
  alertSeverity,
  alertSummary,
  alertRunbook,
  alertDuplicate,
  alertComparison,
  alertBudgetCheck,
  runbookMissing,
  runbookOrphan,
  runbookSections,
  receiverUnknown,
  receiverMail,
  receiverUnused,
  routeUnreached,
  routeFallthrough,
  routeGroupBy,
  routeExpectation,
  inhibitionNever,
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
  queryMany,
  queryGrouping,
  queryIdle,
  queryScope,
  templateSyntax,
  templateQuery,
  templateLabel,
  templateValue,
  legendLabel,
  variableLabel,
  variableUnknown,
  panelOverlap,
  panelUnfed,
  statColor,
]
