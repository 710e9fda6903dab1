import type { Labels } from '../spec/labels.ts'
import type { RelabelRule } from '../spec/scrape.ts'
import { type LabelFact, type LabelSet, mergeLabelSets } from './label-set.ts'
import { relabel } from './relabel.ts'

/** What of a scrape job decides the labels of its targets. */
export interface TargetSource {
  readonly name: string
  /** @default [] - one source of which nothing is known */
  readonly targets?: readonly {
    readonly kind: string
    readonly targets?: readonly string[]
    readonly labels?: Labels
  }[]
  readonly relabel?: readonly RelabelRule[]
  readonly scheme?: string
  readonly path?: string
  readonly interval?: string
  readonly timeout?: string
  readonly params?: Readonly<Record<string, readonly string[]>>
}

/** Discoveries that let a file or a service name any label. */
const freelyLabelled: readonly string[] = ['file', 'http']

/** The labels that scraping puts on every series of a job; `null` when relabelling drops all its targets. */
export function targetLabels(job: TargetSource): LabelSet | null {
  const targets = discovered(job).flatMap((target) => {
    const labels = relabel(target, job.relabel ?? [])
    return labels === null ? [] : finish(labels)
  })
  return targets.length === 0 ? null : mergeLabelSets(targets)
}

/** Targets as discovery finds them: each one of a static list, else one that stands for all of its source. */
function discovered(job: TargetSource): readonly LabelSet[] {
  const sources = job.targets ?? [{ kind: 'unknown' }]
  return sources.flatMap((source) => {
    const open = source.kind === 'static' ? 'none' : freelyLabelled.includes(source.kind) ? 'any' : 'meta'
    const addresses = source.kind === 'static' ? (source.targets ?? []).map((address) => [address]) : [null]
    return addresses.map((address) => ({ labels: scrapeLabels(job, address, source.labels ?? {}), open }) as const)
  })
}

function scrapeLabels(
  job: TargetSource,
  address: readonly string[] | null,
  own: Labels,
): ReadonlyMap<string, LabelFact> {
  const known = (values: readonly string[] | null): LabelFact => ({ certain: true, values })
  const params = Object.entries(job.params ?? {}).map(
    ([name, values]) => [`__param_${name}`, values.slice(0, 1)] as const,
  )
  return new Map([
    ['job', known([job.name])],
    ['__address__', known(address)],
    ['__scheme__', known([job.scheme ?? 'http'])],
    ['__metrics_path__', known([job.path ?? '/metrics'])],
    ['__scrape_interval__', known(job.interval === undefined ? null : [job.interval])],
    ['__scrape_timeout__', known(job.timeout === undefined ? null : [job.timeout])],
    ...params.map(([name, values]) => [name, known(values)] as const),
    ...Object.entries(own).map(([name, value]) => [name, known([value])] as const),
  ])
}

/** After relabelling, `instance` becomes the address where nothing has set it, and labels with `__` in front go. */
function finish({ labels, open }: LabelSet): LabelSet {
  const kept = new Map([...labels].filter(([name]) => !name.startsWith('__')))
  const instance = labels.get('instance')
  const address = labels.get('__address__')?.values ?? null
  if (instance === undefined) kept.set('instance', { certain: true, values: address })
  else if (!instance.certain)
    kept.set('instance', {
      certain: true,
      values: instance.values === null || address === null ? null : [...new Set([...instance.values, ...address])],
    })
  return { labels: kept, open: open === 'any' ? 'any' : 'none' }
}
