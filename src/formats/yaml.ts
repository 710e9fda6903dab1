import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parse,
  parseAllDocuments,
  type Scalar,
  stringify,
  type YAMLError,
} from 'yaml'
import type { YamlDocument, YamlEntry, YamlFault, YamlNode, YamlScalar } from './positioned-yaml.ts'
import type { ScalarStyle } from './scalar-offsets.ts'

/** YAML 1.2 that Prometheus', Alertmanager's and compose's YAML 1.1 readers understand alike. */
export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, version: '1.1' })
}

/**
 * Reads one YAML document.
 *
 * @throws YAMLParseError with the position of the fault.
 */
export function fromYaml(text: string): unknown {
  return parse(text, { version: '1.1' })
}

/** Reads the documents of a YAML or JSON file with the positions of everything in them. Never throws. */
export function readYaml(text: string): readonly YamlDocument[] {
  const documents = parseAllDocuments(text, { prettyErrors: false, merge: true })
  if ('empty' in documents) return []
  return documents.map((document) => {
    const faults = document.errors.map((error) => faultOf(error, text))
    const isBroken = document.errors.some(({ code }) => code !== duplicateKey)
    const root = isBroken ? nothing(0) : new NodeReader(document).read(document.contents, 0)
    return { root: isNothing(root) ? null : root, faults }
  })
}

const duplicateKey = 'DUPLICATE_KEY'

function faultOf({ code, message, pos: [from, to] }: YAMLError, text: string): YamlFault {
  if (code !== duplicateKey) return { message, from, to }
  const key = /^(?:"[^"\n]*"|'[^'\n]*'|[^\s:]*)/.exec(text.slice(from))?.[0] ?? ''
  return { message: `the key ${key} stands twice`, from, to: from + key.length }
}

function isNothing(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null
}

/** No configuration is deeper; an anchor that holds itself is. */
const deepest = 100

const styles: Readonly<Record<string, ScalarStyle>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
}

class NodeReader {
  readonly #document: Document.Parsed
  /** What an alias stands for is read once, however often it is used. */
  readonly #read = new Map<unknown, YamlNode>()

  constructor(document: Document.Parsed) {
    this.#document = document
  }

  read(node: unknown, depth: number): YamlNode {
    const known = this.#read.get(node)
    if (known !== undefined) return known
    const made = this.#make(node, depth)
    if (typeof node === 'object' && node !== null) this.#read.set(node, made)
    return made
  }

  #make(node: unknown, depth: number): YamlNode {
    if (depth > deepest) return nothing(0)
    if (isAlias(node)) return this.read(node.resolve(this.#document), depth + 1)
    if (isScalar(node)) return scalar(node)
    if (isSeq(node)) {
      const items = node.items.map((item) => this.read(item, depth + 1))
      return { kind: 'list', items: withComment(items, node.commentBefore), ...spanOf(node) }
    }
    if (!isMap(node)) return nothing(0)
    const entries = node.items.flatMap((pair) => this.#entry(pair, depth) ?? [])
    return { kind: 'map', entries: withMerged(entries), comment: node.commentBefore ?? '', ...spanOf(node) }
  }

  #entry({ key, value }: Pair, depth: number): YamlEntry | null {
    if (!isScalar(key)) return null
    const name = scalar(key)
    const read = value === null ? nothing(name.to) : this.read(value, depth + 1)
    return { key: name, value: read, comment: key.commentBefore ?? '' }
  }
}

/** The entries of a map, and those of the maps that `<<` merges into it where it has none of that key itself. */
function withMerged(entries: readonly YamlEntry[]): readonly YamlEntry[] {
  const isMerge = ({ key }: YamlEntry) => key.text === '<<' && key.style === 'plain'
  if (!entries.some(isMerge)) return entries
  const merged = entries.filter(isMerge).flatMap(({ value }) => (value.kind === 'list' ? value.items : [value]))
  const all = new Map(entries.filter((entry) => !isMerge(entry)).map((entry) => [entry.key.text, entry]))
  for (const map of merged)
    if (map.kind === 'map')
      for (const entry of map.entries) if (!all.has(entry.key.text)) all.set(entry.key.text, entry)
  return [...all.values()]
}

/** A comment above the first item of a list is kept by the list; it belongs to the item. */
function withComment(items: readonly YamlNode[], comment: string | null | undefined): readonly YamlNode[] {
  const [first, ...others] = items
  if (first?.kind !== 'map' || comment === null || comment === undefined) return items
  return [{ ...first, comment: `${comment}\n${first.comment}` }, ...others]
}

function scalar(node: Scalar): YamlScalar {
  const style = styles[node.type ?? ''] ?? 'plain'
  const value = node.value as YamlScalar['value']
  const text =
    style === 'plain' ? (value === null && node.source === undefined ? '' : (node.source ?? '')) : String(value)
  return { kind: 'scalar', value, text, style, ...spanOf(node) }
}

function nothing(at: number): YamlScalar {
  return { kind: 'scalar', value: null, text: '', style: 'plain', from: at, to: at }
}

function spanOf({ range }: { readonly range?: readonly [number, number, number] | null | undefined }) {
  return { from: range?.[0] ?? 0, to: range?.[1] ?? 0 }
}
