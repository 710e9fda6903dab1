import type { ScalarStyle } from './scalar-offsets.ts'

/** A value of a YAML or JSON file with its offsets in the file. */
export type YamlNode = YamlMap | YamlList | YamlScalar

interface Positioned {
  readonly from: number
  /** Behind the last character. */
  readonly to: number
}

export interface YamlMap extends Positioned {
  readonly kind: 'map'
  readonly entries: readonly YamlEntry[]
  /** Text of the comments above it, without `#`; empty for none. */
  readonly comment: string
}

export interface YamlEntry {
  readonly key: YamlScalar
  readonly value: YamlNode
  /** Text of the comments above it, without `#`; empty for none. */
  readonly comment: string
}

export interface YamlList extends Positioned {
  readonly kind: 'list'
  readonly items: readonly YamlNode[]
}

export interface YamlScalar extends Positioned {
  readonly kind: 'scalar'
  /** As YAML's core schema reads it. */
  readonly value: string | number | boolean | bigint | null
  /** As it was written, quotes resolved: `1` for the number, empty for null. */
  readonly text: string
  readonly style: ScalarStyle
}

export interface YamlFault extends Positioned {
  /** Short, without a position. */
  readonly message: string
}

/** One document of a file. */
export interface YamlDocument {
  /** `null` when it is empty or broken; a key that stands twice breaks nothing. */
  readonly root: YamlNode | null
  readonly faults: readonly YamlFault[]
}

/** The value of a key, or `null`. */
export function valueAt(node: YamlNode | null, key: string): YamlNode | null {
  return entryOf(node, key)?.value ?? null
}

/** The entry of a key, or `null`. */
export function entryOf(node: YamlNode | null, key: string): YamlEntry | null {
  if (node?.kind !== 'map') return null
  return node.entries.find((entry) => entry.key.text === key) ?? null
}

/** The text of a scalar; empty when there is none. */
export function textOf(node: YamlNode | null): string {
  return node?.kind === 'scalar' ? node.text : ''
}

/** The items of a list; none for anything else. */
export function itemsOf(node: YamlNode | null): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : []
}

/** A number, or `null`. */
export function numberOf(node: YamlNode | null): number | null {
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : null
}
