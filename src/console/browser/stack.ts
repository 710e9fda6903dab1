import { getJson } from './ask-console.ts'

/** What the console was told of the stack. */
export interface Stack {
  readonly name: string
  readonly environment: string
  readonly demo: boolean
  readonly urls: Readonly<Record<string, string>>
  readonly systems: readonly { readonly name: string; readonly title: string; readonly description: string }[]
  readonly dashboards: readonly BoardFacts[]
  readonly alerts: readonly AlertFacts[]
}

export interface BoardFacts {
  readonly uid: string
  readonly title: string
  readonly system: string
  readonly description: string
  readonly panels: number
}

export interface AlertFacts {
  readonly name: string
  readonly system: string
  readonly severity: string
  readonly summary: string
  readonly expr: string
  readonly for: string
  readonly keepFiringFor: string
  readonly dashboard: string
  readonly hasRunbook: boolean
  readonly watched: readonly {
    readonly expr: string
    readonly operator: string | null
    readonly threshold: number | null
    /** Of Grafana; empty where it is not known. */
    readonly unit: string
  }[]
  /** Where it can end. */
  readonly ways: readonly {
    /** Alternatives, each of matchers that all hold; none is no condition. */
    readonly when: readonly (readonly string[])[]
    readonly receivers: readonly ReceiverFacts[]
  }[]
  /** Seconds. */
  readonly budget: {
    readonly detection: number
    readonly delivery: number
    readonly notification: number
    readonly resolution: number
    readonly detectionBound: number | null
    readonly deliveryBound: number | null
    readonly holds: boolean
    readonly reason: string
  }
}

/** A receiver, and how the route to it behaves. */
export interface ReceiverFacts {
  readonly name: string
  readonly tells: readonly string[]
  readonly groupWait: string
  readonly repeatInterval: string
  /** Names of mute timings. */
  readonly silentDuring: readonly string[]
  readonly onlyDuring: readonly string[]
}

export interface Proof {
  readonly cases: Readonly<Record<string, { readonly at: string; readonly cases: number; readonly failed: number }>>
  readonly mutation: Readonly<
    Record<string, { readonly at: string; readonly killed: number; readonly survived: number; readonly score: number }>
  >
  readonly drills: Readonly<
    Record<
      string,
      {
        readonly at: string
        readonly outcome: string
        readonly detection: number | null
        readonly delivery: number | null
      }
    >
  >
}

let known: Promise<Stack> | null = null

/** Asked for once a page. */
export function loadStack(): Promise<Stack> {
  known ??= getJson<Stack>('/api/stack')
  return known
}

export function systemTitle({ systems }: Stack, name: string): string {
  return systems.find((system) => system.name === name)?.title ?? (name === '' ? 'The stack' : name)
}

export const runbookPath = ({ system, name }: { readonly system: string; readonly name: string }): string =>
  `/runbooks/${encodeURIComponent(system)}/${encodeURIComponent(name)}`

/** A dashboard, asked for by its Grafana address, opens here. */
export function ownAddress(url: string, { urls }: Stack): string {
  const { grafana = '' } = urls
  return grafana !== '' && url.startsWith(`${grafana}/d/`) ? url.slice(grafana.length) : url
}
