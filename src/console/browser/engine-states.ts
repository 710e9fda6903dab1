import { getJson } from './ask-console.ts'

/** An engine that people open. */
export interface EngineState {
  readonly name: string
  /** `absent` where the stack runs none. */
  readonly state: 'up' | 'down' | 'absent'
  readonly version: string
  readonly url: string
}

export const engineStates = (): Promise<readonly EngineState[]> => getJson('/api/engines')
