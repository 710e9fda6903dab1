import { Line, Location, Profile, Function as ProfiledFunction, Sample, StringTable, ValueType } from 'pprof-format'

/** Where in the program something happened. */
export interface Frame {
  /** Empty for a function without a name. */
  readonly name: string
  readonly file: string
  /** From 1 on; 0 when it is not known. */
  readonly line: number
}

/** A profile in the terms of pprof: stacks, each with one value of a type. */
export interface StackProfile {
  /** What is counted, such as `cpu` in `nanoseconds`. */
  readonly type: string
  readonly unit: string
  /** Of the sampling, in the unit. */
  readonly period: number
  /** Milliseconds since 1970, and milliseconds. */
  readonly startedAt: number
  readonly duration: number
  /** The innermost frame first. */
  readonly stacks: readonly { readonly frames: readonly Frame[]; readonly value: number }[]
}

/** The profile as `go tool pprof` reads it, not yet compressed. */
export function encodeProfile(profile: StackProfile): Uint8Array {
  const strings = new StringTable()
  const type = new ValueType({ type: strings.dedup(profile.type), unit: strings.dedup(profile.unit) })
  const functions = new Map<string, ProfiledFunction>()
  const locations = new Map<string, Location>()

  const functionOf = ({ name, file }: Frame): ProfiledFunction =>
    remember(functions, `${file}\0${name}`, (id) => {
      const text = strings.dedup(name === '' ? '(anonymous)' : name)
      return new ProfiledFunction({ id, name: text, systemName: text, filename: strings.dedup(file) })
    })
  const locationOf = (frame: Frame): Location =>
    remember(locations, `${frame.file}\0${frame.name}\0${frame.line}`, (id) => {
      const line = new Line({ functionId: functionOf(frame).id, line: frame.line })
      return new Location({ id, line: [line] })
    })
  const sample = profile.stacks.map(
    ({ frames, value }) =>
      new Sample({ locationId: frames.map((frame) => locationOf(frame).id), value: [Math.round(value)] }),
  )
  return new Profile({
    sampleType: [type],
    sample,
    location: [...locations.values()],
    function: [...functions.values()],
    stringTable: strings,
    timeNanos: BigInt(Math.round(profile.startedAt)) * 1_000_000n,
    durationNanos: BigInt(Math.round(profile.duration)) * 1_000_000n,
    periodType: type,
    period: profile.period,
  }).encode()
}

/** pprof counts identifiers from 1 on. */
function remember<T>(known: Map<string, T>, key: string, make: (id: number) => T): T {
  const found = known.get(key) ?? make(known.size + 1)
  known.set(key, found)
  return found
}
