import type { EnvironmentName } from '../spec/environment.ts'
import type { Placement, Runbook } from './model.ts'
import type { EngineChanges } from './resolve-engines.ts'

/** What to resolve a spec for. */
export interface ResolveRequest {
  readonly environment: EnvironmentName
  readonly placement: Placement
  /** The author's runbook pages. */
  readonly runbooks: readonly Runbook[]
  /** The template around each runbook page. */
  readonly runbookLayout: string
  /** @default nothing changes */
  readonly engines?: Partial<EngineChanges>
}
