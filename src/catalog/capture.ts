import { compareVersions } from '../model/engine-features.ts'
import type { MetricType } from '../spec/metrics.ts'
import type { Exposition } from './exposition.ts'
import { type ObservedFamily, observeFamilies, valueLimit } from './observe-families.ts'

/** A program and its version, as its exposition says. */
export interface Emitter {
  /** Such as `node_exporter`; empty when the exposition does not say. */
  readonly program: string
  /** Empty when the exposition does not say. */
  readonly version: string
}

export interface CapturedLabel {
  readonly name: string
  /** The set of its values; empty for any. */
  readonly values: readonly string[]
  /** Whether every series that was seen has it. */
  readonly always: boolean
}

/** A family with all that one or several expositions show of it. */
export interface CapturedFamily extends Omit<ObservedFamily, 'labels'> {
  readonly labels: readonly CapturedLabel[]
  /** Versions that have it; empty when all do. */
  readonly versions: readonly string[]
  /** Types that older versions give it. */
  readonly earlierTypes: readonly { readonly version: string; readonly type: MetricType }[]
}

export interface Capture {
  readonly program: string
  /** Oldest first. */
  readonly versions: readonly string[]
  /** By name. */
  readonly families: readonly CapturedFamily[]
}

export interface CaptureChoices {
  /** Labels of which the values that were seen are all there are. @default [] */
  readonly closed?: readonly string[]
  /** Labels that may take other values than those that were seen. @default [] */
  readonly open?: readonly string[]
}

/** Labels that by their meaning name one of a few things. What an exporter has counted so far is not all: no `code`. */
const closedLabels: readonly string[] = ['state', 'mode', 'status', 'phase', 'direction', 'level', 'quantile']

/** Lays expositions of one program together: all its families, each as its newest version shows it. */
export function captureFamilies(expositions: readonly Exposition[], choices: CaptureChoices = {}): Capture {
  const inputs = expositions
    .map((exposition) => ({ ...emitterOf(exposition), families: observeFamilies(exposition) }))
    .toSorted((a, b) => compareVersions(a.version, b.version))
  const versions = [...new Set(inputs.map(({ version }) => version))].filter((version) => version !== '')
  const byName = new Map<string, Seen[]>()
  for (const { version, families } of inputs)
    for (const family of families) byName.set(family.name, [...(byName.get(family.name) ?? []), { version, family }])
  return {
    program: inputs.find(({ program }) => program !== '')?.program ?? '',
    versions,
    families: [...byName.keys()].sort().flatMap((name) => {
      const family = lay(byName.get(name) ?? [], versions, choices)
      return family === null ? [] : [family]
    }),
  }
}

interface Seen {
  readonly version: string
  readonly family: ObservedFamily
}

/** @param sightings - one family, oldest version first. */
function lay(sightings: readonly Seen[], versions: readonly string[], choices: CaptureChoices): CapturedFamily | null {
  const newest = sightings.at(-1)
  if (newest === undefined) return null
  const { family } = newest
  const seenIn = [...new Set(sightings.map(({ version }) => version))]
  const everywhere = seenIn.includes('') || seenIn.length === versions.length
  // A family without series tells nothing of labels.
  const shown = sightings.filter(({ family: { labels } }) => labels.size > 0)
  const labels = [...new Set(sightings.flatMap((one) => [...one.family.labels.keys()]))]
  return {
    ...family,
    buckets: sightings.findLast((one) => one.family.shown)?.family.buckets ?? [],
    quantiles: sightings.findLast((one) => one.family.quantiles.length > 0)?.family.quantiles ?? [],
    labels: labels.map((name) => ({
      name,
      always: shown.length === sightings.length && shown.every((one) => one.family.labels.get(name)?.always === true),
      values: valuesOf(name, sightings, choices),
    })),
    versions: everywhere ? [] : seenIn,
    earlierTypes: seenIn.flatMap((version) => {
      const type = sightings.find((one) => one.version === version)?.family.type ?? family.type
      return version === '' || version === newest.version || type === family.type ? [] : { version, type }
    }),
  }
}

function valuesOf(label: string, sightings: readonly Seen[], choices: CaptureChoices): readonly string[] {
  const wanted = choices.closed?.includes(label) === true
  if (label.startsWith('__')) return []
  if (choices.open?.includes(label) === true || !(wanted || closedLabels.includes(label))) return []
  const values = [...new Set(sightings.flatMap(({ family }) => [...(family.labels.get(label)?.values ?? [])]))].sort()
  if (wanted) return values
  // One value says nothing of the others, and a number is an id.
  return values.length < 2 || values.length > valueLimit || values.some((value) => /^\d+$/.test(value)) ? [] : values
}

/** The one `…_build_info` with a version; the Go runtime has its own, which is left out. */
function emitterOf({ families }: Exposition): Emitter {
  for (const { name, labels } of families.flatMap(({ samples }) => samples)) {
    const match = /^(?!go_)(.+)_build_info$/.exec(name)
    const version = labels.get('version')
    if (match !== null && version !== undefined && /^v?\d[\w.+~-]*$/.test(version))
      return { program: match[1] ?? '', version: version.replace(/^v|[+~-].*$/g, '') }
  }
  return { program: '', version: '' }
}
