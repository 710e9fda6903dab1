import { CollectError } from './collect-error.ts'

/**
 * Reads JSON that a source gave.
 *
 * @param source - what it is called in the error; the text itself never stands there.
 * @throws CollectError `response`
 */
export function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new CollectError('response', `${source}: not JSON`)
  }
}
