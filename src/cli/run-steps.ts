import { Listr, ListrLogger, ProcessOutput } from 'listr2'
import { withInterrupt } from './with-interrupt.ts'

/** What a step of any plan looks like to the command line. */
interface Runnable {
  readonly title: string
  run(report: (text: string) => void, signal: AbortSignal): Promise<string | void>
}

/**
 * Runs steps one after the other and shows them on standard error: with a spinner on a terminal, as plain lines
 * elsewhere. Interrupting ends the step that runs.
 */
export async function runSteps(steps: readonly Runnable[]): Promise<void> {
  return withInterrupt((signal) => show(steps, signal))
}

async function show(steps: readonly Runnable[], signal: AbortSignal): Promise<void> {
  // Progress is talk; standard output carries results alone.
  const logger = new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr), useIcons: true })
  const tasks = new Listr(
    steps.map((step) => ({
      title: step.title,
      task: async (_context, task) => {
        const outcome = await step.run((text) => {
          // Plain lines are not repeated while the wait stays the same.
          if (task.output !== text) task.output = text
        }, signal)
        if (typeof outcome === 'string' && outcome !== '') task.title = `${step.title}: ${outcome}`
      },
    })),
    {
      concurrent: false,
      // Listr's own would end the process at once, and leave half of a start behind.
      registerSignalListeners: false,
      renderer: 'default',
      fallbackRenderer: 'simple',
      fallbackRendererCondition: () => process.stderr.isTTY !== true,
      rendererOptions: { logger },
      fallbackRendererOptions: { logger },
    },
  )
  await tasks.run()
}
