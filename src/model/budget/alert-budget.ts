import type { Expr } from '../../promql/ast.ts'
import { toMilliseconds } from '../../spec/duration.ts'
import type { Severity } from '../../spec/labels.ts'
import type { Alert, Model, Recording, Route, RuleGroup } from '../model.ts'
import { type ExpressionDelay, expressionDelay, type Hop, type Recorded } from './expression-delay.ts'

/** The longest that each step from a fault to a notification can take, in milliseconds. */
export interface AlertBudget {
  readonly alert: Alert
  readonly terms: ExpressionDelay & {
    /** The sample comes just after an evaluation of the rule. */
    readonly evaluate: number
    /** `for`, rounded up to evaluations. */
    readonly hold: number
  }
  /** From the fault until the alert fires; one that is pending has told nobody. */
  readonly detection: number
  /** From firing until the notification is there, on the slowest of its routes. */
  readonly delivery: number
  /** From the fault until the notification is there. */
  readonly notification: number
  /** From the end of the fault until that is told. */
  readonly resolution: number
  readonly routes: readonly RouteDelay[]
  /** What `detection` and `delivery` have to stay under; `null` is no bound. */
  readonly bound: { readonly detection: number | null; readonly delivery: number | null }
  readonly holds: boolean
}

/** What a route adds. */
export interface RouteDelay {
  readonly receiver: string
  /** Of the first alert of a group. */
  readonly groupWait: number
  /** Of an alert that joins a group which has been notified. */
  readonly groupInterval: number
}

/** A rule, and where it stands. */
export interface PlacedRule<R extends Alert | Recording = Alert | Recording> {
  readonly rule: R
  readonly group: RuleGroup
  /** Among the rules of the group, which are evaluated one after the other, at the same moment. */
  readonly index: number
}

export interface BudgetContext {
  readonly model: Model
  /** All routes at which the alert can end. */
  readonly routes: readonly Route[]
  /** The recording rules of a name. */
  recordings(name: string): readonly PlacedRule<Recording>[]
  /** The tree of a query; `null` when it has faults. */
  parse(text: string): Expr | null
}

/** A notification takes that long at most once Alertmanager has sent it: the network and the service behind it. */
export const deliveryAllowance = 5000

const bounds: Readonly<Record<Severity, AlertBudget['bound']>> = {
  critical: { detection: 60_000, delivery: 30_000 },
  warning: { detection: 300_000, delivery: 30_000 },
  info: { detection: null, delivery: null },
  none: { detection: null, delivery: null },
}

/** Whether its severity says by when it has to ring. */
export function isBounded({ severity }: Alert): boolean {
  return bounds[severity].detection !== null
}

/** The time budget of an alert. All steps miss the one before by as much as they can. */
export function alertBudget(placed: PlacedRule<Alert>, context: BudgetContext): AlertBudget {
  const { rule: alert, group } = placed
  const expr = context.parse(alert.expr.text)
  const delay =
    expr === null ? none : expressionDelay(expr, { model: context.model, recorded: recordedFor(placed, context) })
  const evaluate = toMilliseconds(group.interval)
  const hold = Math.ceil(toMilliseconds(alert.for) / evaluate) * evaluate
  const { collect, scrape, record, window, absent, drain } = delay
  const shown = collect + scrape + record + evaluate
  const detection = shown + window + absent + hold
  const { routes, longestWait, longestInterval } = routesDelay(context.routes)
  const delivery = longestWait + deliveryAllowance
  const bound = bounds[alert.severity]
  return {
    alert,
    terms: { ...delay, evaluate, hold },
    detection,
    delivery,
    notification: detection + delivery,
    resolution: shown + drain + toMilliseconds(alert.keepFiringFor) + longestInterval + deliveryAllowance,
    routes,
    bound,
    holds: isUnder(detection, bound.detection) && isUnder(delivery, bound.delivery),
  }
}

function isUnder(time: number, bound: number | null): boolean {
  return bound === null || time < bound
}

interface RoutesDelay {
  readonly routes: readonly RouteDelay[]
  /** Of an alert that begins a group, or joins one. */
  readonly longestWait: number
  readonly longestInterval: number
}

const known = new WeakMap<readonly Route[], RoutesDelay>()

/** What the slowest of some routes adds; many alerts end at the same ones. */
function routesDelay(all: readonly Route[]): RoutesDelay {
  const found = known.get(all)
  if (found !== undefined) return found
  const routes = all.map(routeDelay)
  const longestInterval = Math.max(0, ...routes.map(({ groupInterval }) => groupInterval))
  const longestWait = Math.max(longestInterval, ...routes.map(({ groupWait }) => groupWait))
  const delay = { routes, longestWait, longestInterval }
  known.set(all, delay)
  return delay
}

function routeDelay({ receiver, groupWait, groupInterval }: Route): RouteDelay {
  return { receiver, groupWait: toMilliseconds(groupWait), groupInterval: toMilliseconds(groupInterval) }
}

function recordedFor(reader: PlacedRule, context: BudgetContext): Recorded {
  return (name) =>
    context.recordings(name).flatMap((placed): readonly Hop[] => {
      const expr = context.parse(placed.rule.expr.text)
      if (expr === null) return []
      const comesBefore = placed.group === reader.group && placed.index < reader.index
      const wait = comesBefore ? 0 : toMilliseconds(placed.group.interval)
      return [{ expr, wait, recorded: recordedFor(placed, context) }]
    })
}

const none: ExpressionDelay = { collect: 0, scrape: 0, record: 0, window: 0, absent: 0, drain: 0 }
