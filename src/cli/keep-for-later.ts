import { isRefusal } from '../errors/refusal.ts'
import { talk } from './output.ts'

/** Keeps something for later runs. Where the machine refuses it, this run goes on, and says so. */
export async function keepForLater(what: string, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (!isRefusal(error)) throw error
    talk(`${what} cannot be kept: ${error.message}`)
  }
}
