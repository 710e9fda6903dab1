import { readFile } from 'node:fs/promises'
import { captureFamilies } from '../../catalog/capture.ts'
import type { Exposition } from '../../catalog/exposition.ts'
import { parseExposition } from '../../catalog/parse-exposition.ts'
import { renderCapture } from '../../catalog/render-capture.ts'
import { BelfryError } from '../../errors/belfry-error.ts'
import { request } from '../../live/request.ts'
import { result, talk } from '../output.ts'
import { writeOutput } from '../write-output.ts'

export interface CaptureOptions {
  readonly out?: string
  readonly name?: string
  readonly prefix?: string
  readonly closed?: readonly string[]
  readonly any?: readonly string[]
}

/** What Prometheus asks for, so that a program shows what Prometheus would store. */
const accept =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1'

/** Reads expositions of one program, and writes its families as a metric file. */
export async function captureCatalog(options: CaptureOptions, inputs: readonly string[]): Promise<void> {
  if (options.name !== undefined && !/^[a-zA-Z_$][\w$]*$/.test(options.name))
    throw new BelfryError('BAD_OPTION', `--name ${options.name}: not the name of a constant`)
  const expositions = await Promise.all(inputs.map(readExposition))
  const capture = captureFamilies(expositions, { closed: options.closed ?? [], open: options.any ?? [] })
  if (capture.families.length === 0)
    throw new BelfryError('CONFIG_INVALID', `${inputs.join(', ')}: no metrics`, {
      hint: 'Give the address of the metrics themselves, such as http://127.0.0.1:9100/metrics.',
    })
  const file = renderCapture(capture, {
    ...(options.name === undefined ? {} : { constant: options.name }),
    ...(options.prefix === undefined ? {} : { prefix: options.prefix }),
  })
  if (options.out === undefined) return result(file)
  await writeOutput(options.out, file)
  talk(`${options.out}: ${capture.families.length} families of ${capture.program} ${capture.versions.join(', ')}`)
}

async function readExposition(input: string): Promise<Exposition> {
  const exposition = parseExposition(/^https?:\/\//.test(input) ? await fetchText(input) : await readText(input))
  const [first, ...others] = exposition.faults
  if (first === undefined) return exposition
  throw new BelfryError('CONFIG_INVALID', `${input}:${first.line}:${first.column}: ${first.message}`, {
    hint: others.map((fault) => `${input}:${fault.line}:${fault.column}: ${fault.message}`).join('\n  '),
  })
}

async function fetchText(input: string): Promise<string> {
  const { origin, pathname, search } = urlOf(input)
  const { status, text } = await request({ url: origin }, `${pathname}${search}`, { accept })
  if (status < 300) return text
  throw new BelfryError('REQUEST_FAILED', `${origin}${pathname}: status ${status}`)
}

function urlOf(input: string): URL {
  try {
    return new URL(input)
  } catch (cause) {
    throw new BelfryError('BAD_OPTION', `${input}: not a URL`, { cause })
  }
}

async function readText(input: string): Promise<string> {
  try {
    return await readFile(input, 'utf8')
  } catch (cause) {
    throw new BelfryError('BAD_OPTION', `${input}: ${reasonOf(cause)}`, {
      hint: 'Give the URL of an exposition, or a file that holds one.',
      cause,
    })
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
