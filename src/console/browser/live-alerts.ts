import { getJson, prometheusData } from './ask-console.ts'

/** One alert as Prometheus has it now. */
export interface LiveAlert {
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly state: 'pending' | 'firing'
  readonly activeAt: string
  readonly value: string
}

/** A rule with what it makes of the data now. */
export interface LiveRule {
  readonly name: string
  readonly state: 'inactive' | 'pending' | 'firing'
  readonly health: string
  readonly lastError?: string
  readonly alerts: readonly LiveAlert[]
}

/** How an alert is, as far as it is known: of a rule that cannot be evaluated or is not loaded nobody knows. */
export type AlertState = 'firing' | 'pending' | 'quiet' | 'unknown'

export function stateOf(rule: LiveRule | undefined): AlertState {
  if (rule === undefined) return 'unknown'
  if (rule.state !== 'inactive') return rule.state
  return rule.health === 'ok' ? 'quiet' : 'unknown'
}

/** What Alertmanager does with an alert. */
export interface RoutedAlert {
  readonly labels: Readonly<Record<string, string>>
  readonly receivers: readonly { readonly name: string }[]
  readonly status: {
    readonly state: string
    readonly silencedBy: readonly string[]
    readonly inhibitedBy: readonly string[]
  }
}

interface RulesAnswer {
  readonly groups: readonly { readonly rules: readonly (LiveRule & { readonly type: string })[] }[]
}

/** All alerting rules by name. */
export async function liveRules(): Promise<ReadonlyMap<string, LiveRule>> {
  const { groups } = await prometheusData<RulesAnswer>('rules?type=alert')
  const rules = new Map<string, LiveRule>()
  for (const rule of groups.flatMap((group) => group.rules)) {
    const before = rules.get(rule.name)
    rules.set(
      rule.name,
      before === undefined ? rule : { ...worse(before, rule), alerts: [...before.alerts, ...rule.alerts] },
    )
  }
  return rules
}

/** Nothing when Alertmanager does not answer: the state of rules is known all the same. */
export async function routedAlerts(): Promise<readonly RoutedAlert[]> {
  return getJson<readonly RoutedAlert[]>('/api/alertmanager/api/v2/alerts').catch(() => [])
}

/** Silenced or inhibited, with the words for it; empty when people are told. */
export function hushed(alert: LiveAlert, routed: readonly RoutedAlert[]): string {
  const found = routed.find(({ labels }) =>
    Object.entries(alert.labels).every(([name, value]) => labels[name] === value),
  )
  if (found === undefined) return ''
  if (found.status.silencedBy.length > 0) return 'silenced'
  return found.status.inhibitedBy.length > 0 ? 'inhibited by another alert' : ''
}

const order = ['inactive', 'pending', 'firing']
const worse = (one: LiveRule, other: LiveRule): LiveRule =>
  order.indexOf(other.state) > order.indexOf(one.state) ? other : one
