import type { Problem } from '../errors/problem.ts'
import { suggestHint } from '../errors/suggest.ts'
import * as z from '../errors/zod.ts'
import { validate } from '../errors/zod.ts'
import type { Option, OptionKind } from '../spec/options.ts'
import type { SystemParts, SystemSpec } from '../spec/system.ts'
import type { ModelSystem } from './model.ts'
import { targets } from './schema/scrape.ts'
import { identifier, positiveDuration, severity } from './schema/words.ts'

/** A system whose option values are complete and whose parts are built. */
export interface BuiltSystem {
  readonly spec: SystemSpec
  readonly system: ModelSystem
  readonly parts: SystemParts
}

const schemas: Readonly<Record<OptionKind, z.ZodType>> = {
  duration: positiveDuration,
  ratio: z.number(),
  number: z.number(),
  text: z.string(),
  texts: z.array(z.string()),
  flag: z.boolean(),
  severity,
  targets: z.union([targets, z.array(targets).min(1)]),
}

/** Validates the settings of a system and builds its parts; a faulty setting counts as its default, so that other faults show too. */
export function buildSystem(spec: SystemSpec): {
  readonly built: BuiltSystem
  readonly problems: readonly Problem[]
} {
  const faults = new Map(
    Object.entries(spec.settings).map(([name, value]) => [name, settingProblems(spec, name, value)]),
  )
  const sound = (name: string): boolean => (faults.get(name) ?? []).length === 0
  const values = Object.fromEntries(
    Object.entries(spec.options).map(([name, option]) => [
      name,
      sound(name) ? (spec.settings[name] ?? option.default) : option.default,
    ]),
  )
  const options = Object.entries(spec.options).map(([name, option]) => ({
    name,
    help: option.help,
    default: option.default,
    value: values[name],
  }))
  const parts = spec.parts(values)
  const families = [...(parts.metrics ?? parts.jobs.flatMap(({ metrics }) => metrics))].flatMap((set) =>
    Object.values(set),
  )
  const system = {
    name: spec.name,
    title: spec.title,
    description: spec.description,
    options,
    families: [...new Map(families.map((family) => [family.name, family])).values()],
    documented: (parts.documented ?? []).map(({ name }) => name),
  }
  const problems = [
    ...validate(identifier, spec.name, { path: spec.name, place: spec.place }),
    ...[...faults.values()].flat(),
  ]
  return { built: { spec, system, parts }, problems }
}

function settingProblems(spec: SystemSpec, name: string, value: unknown): readonly Problem[] {
  const path = `${spec.name}.${name}`
  const option = spec.options[name]
  if (option !== undefined) return validate(optionSchema(option), value, { path, place: spec.place })
  const message = `${path}: ${spec.title} has no option ${name}`
  const hint = suggestHint(name, Object.keys(spec.options))
  return [{ id: 'spec-valid', severity: 'error', message, hint, path, place: spec.place }]
}

function optionSchema(option: Option<unknown>): z.ZodType {
  const schema = schemas[option.kind]
  if (!(schema instanceof z.ZodNumber)) return schema
  const above = option.min === undefined ? schema : schema.min(option.min)
  return option.max === undefined ? above : above.max(option.max)
}
