import type { Problem } from '../errors/problem.ts'
import { formatDuration } from '../spec/duration.ts'
import type { Labels } from '../spec/labels.ts'
import type { AlertCase, ExpectedAlert } from './alert-case.ts'
import { firingTimes } from './firing-times.ts'
import type { CaseFailure } from './read-failures.ts'

/** Cases whose expectations do not hold. */
export const caseFailed = 'case-failed'

/** A failure at the line of its expectation, as the difference between what was expected and what came. */
export function describeFailure(one: AlertCase, { at, got }: CaseFailure): Problem {
  const found = one.expectations.find((expectation) => expectation.at === at)
  const expected = found?.alerts ?? []
  return {
    id: caseFailed,
    severity: 'error',
    message: `${one.alert.name} at ${formatDuration(at)}: ${summarize(expected, got)} (${one.name})`,
    hint: [...differences(expected, got), ...otherTimes(one, expected, got)].join('\n'),
    path: `cases.${one.id}`,
    place: found?.place ?? one.place,
  }
}

function summarize(expected: readonly ExpectedAlert[], got: readonly ExpectedAlert[]): string {
  if (got.length === 0) return 'it is quiet and should fire'
  if (expected.length === 0) return `it fires and should be quiet`
  if (expected.length !== got.length) return `${got.length} alerts fire and not ${expected.length}`
  return 'it fires with other labels or annotations'
}

/** Of an alert that fires at another time than it should, when that is. */
function otherTimes(
  one: AlertCase,
  expected: readonly ExpectedAlert[],
  got: readonly ExpectedAlert[],
): readonly string[] {
  const times = (expected.length === 0) === (got.length === 0) ? null : firingTimes(one)
  if (times === null) return []
  const spans = times.map(({ from, until }) =>
    from === until ? `at ${formatDuration(from)}` : `from ${formatDuration(from)} to ${formatDuration(until)}`,
  )
  return [`by Belfry's own evaluation it fires ${spans.join(', ') || 'at no time of this case'}`]
}

/** Alerts are compared with those that are most alike; what has no partner is shown as a whole. */
function differences(expected: readonly ExpectedAlert[], got: readonly ExpectedAlert[]): readonly string[] {
  const rest = [...got]
  const lines: string[] = []
  for (const wanted of expected) {
    const [nearest] = [...rest].sort((a, b) => compare(wanted, a).length - compare(wanted, b).length)
    if (nearest === undefined) lines.push(`- expected ${textOf(wanted.labels)}`)
    else {
      rest.splice(rest.indexOf(nearest), 1)
      lines.push(...compare(wanted, nearest))
    }
  }
  return [...lines, ...rest.map(({ labels }) => `+ fires ${textOf(labels)}`)]
}

function compare(wanted: ExpectedAlert, found: ExpectedAlert): readonly string[] {
  return [
    ...compareTexts('label', wanted.labels, found.labels),
    ...(wanted.annotations === null ? [] : compareTexts('', wanted.annotations, found.annotations ?? {})),
  ]
}

function compareTexts(what: string, wanted: Labels, found: Labels): readonly string[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort()
  return names
    .filter((name) => wanted[name] !== found[name])
    .map((name) => `${what} ${name}: expected ${quoted(wanted[name])}, got ${quoted(found[name])}`.trim())
}

function quoted(text: string | undefined): string {
  return text === undefined ? 'none' : JSON.stringify(text)
}

function textOf(labels: Labels): string {
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(', ')}}`
}
