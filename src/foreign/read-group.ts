import type { Problem } from '../errors/problem.ts'
import type { SourceText } from '../errors/source-text.ts'
import { suggestHint } from '../errors/suggest.ts'
import {
  entryOf,
  itemsOf,
  numberOf,
  textOf,
  valueAt,
  type YamlNode,
  type YamlScalar,
} from '../formats/positioned-yaml.ts'
import { parseDuration } from '../spec/duration.ts'
import { allowancesIn } from './allowances.ts'
import type { ForeignFile } from './foreign-file.ts'
import { type ForeignGroup, type ForeignRule, ruleFileValid } from './foreign-rules.ts'
import { fileKeys, groupKeys, type KnownKeys, manifestGroupKeys, ruleKeys } from './rule-keys.ts'

/** What holds the `groups` of a document. */
export interface RulesRoot {
  readonly node: YamlNode
  readonly isManifest: boolean
}

/** Reads rule groups, and notes what Prometheus would refuse. */
export class GroupReader {
  readonly #file: ForeignFile
  readonly #problems: Problem[]
  /** Where the document at hand stands in the file. */
  #path = ''

  constructor(file: ForeignFile, problems: Problem[]) {
    this.#file = file
    this.#problems = problems
  }

  read({ node, isManifest }: RulesRoot): readonly ForeignGroup[] {
    this.#path = ''
    this.#expectKeys(node, isManifest ? { ...fileKeys, what: 'the spec of a PrometheusRule' } : fileKeys)
    const groups = valueAt(node, 'groups')
    if (groups === null) return []
    if (!this.#expectList(groups, '`groups`')) return []
    const names = new Set<string>()
    return itemsOf(groups).map((group) => {
      const read = this.#readGroup(group, isManifest ? manifestGroupKeys : groupKeys)
      if (read.name !== '' && names.has(read.name))
        this.#fault(valueAt(group, 'name') ?? group, `the group ${read.name} is in this file twice`)
      names.add(read.name)
      return read
    })
  }

  #readGroup(node: YamlNode, known: KnownKeys): ForeignGroup {
    const name = textOf(valueAt(node, 'name'))
    this.#path = name
    const group = { name, path: name, place: this.#file.placeAt(node.from) }
    if (node.kind !== 'map') {
      this.#fault(node, 'a rule group is a mapping with `name` and `rules`')
      return { ...group, interval: '', rules: [] }
    }
    this.#expectKeys(node, known)
    if (name === '') this.#fault(node, 'a rule group without a name')
    const interval = this.#duration(node, 'interval', '')
    this.#duration(node, 'query_offset', '')
    const limit = valueAt(node, 'limit')
    if (limit !== null && !isEmpty(limit) && !Number.isInteger(numberOf(limit)))
      this.#fault(limit, '`limit` is a whole number')
    const shared = this.#texts(valueAt(node, 'labels'), 'labels')
    const rules = valueAt(node, 'rules')
    if (rules !== null) this.#expectList(rules, '`rules`')
    return { ...group, interval, rules: itemsOf(rules).flatMap((rule) => this.#readRule(rule, name, shared)) }
  }

  #readRule(node: YamlNode, group: string, shared: ReadonlyMap<string, SourceText>): readonly ForeignRule[] {
    this.#path = group
    if (node.kind !== 'map') {
      this.#fault(node, 'a rule is a mapping with `alert` or `record`, and `expr`')
      return []
    }
    this.#expectKeys(node, ruleKeys)
    const [alert, record] = [valueAt(node, 'alert'), valueAt(node, 'record')]
    const named = alert ?? record
    const name = textOf(named)
    this.#path = [group, name].filter((part) => part !== '').join('.')
    if (alert !== null && record !== null) this.#fault(record, 'a rule is an `alert` or a `record`, not both')
    if (name === '') {
      this.#fault(named ?? node, named === null ? 'a rule with neither `alert` nor `record`' : 'a rule without a name')
      return []
    }
    const kind = alert !== null ? 'alert' : 'record'
    if (kind === 'record') this.#expectRecord(node, named ?? node, name)
    const expr = valueAt(node, 'expr')
    if (expr?.kind !== 'scalar' || expr.text.trim() === '') {
      this.#fault(expr ?? named ?? node, `${name} has no \`expr\``)
      return []
    }
    const comments = [node.comment, ...node.entries.map(({ comment }) => comment)].join('\n')
    return [
      {
        kind,
        name,
        expr: this.#file.source(expr),
        for: this.#duration(node, 'for', '0s', '1m'),
        keepFiringFor: this.#duration(node, 'keep_firing_for', '0s'),
        labels: new Map([...shared, ...this.#texts(valueAt(node, 'labels'), 'labels')]),
        annotations: this.#texts(valueAt(node, 'annotations'), 'annotations'),
        place: this.#file.placeAt((named ?? node).from),
        path: this.#path,
        allow: allowancesIn(comments),
      },
    ]
  }

  #expectRecord(node: YamlNode, named: YamlNode, name: string): void {
    // Since Prometheus 3 a name may have any other character.
    if (/[{}]/.test(name))
      this.#fault(named, `${JSON.stringify(name)} is no name of a metric`, 'Labels to set stand below `labels`.')
    for (const key of ['for', 'keep_firing_for', 'annotations']) {
      const entry = entryOf(node, key)
      // Nothing, or no time at all, is as good as absent.
      if (entry !== null && !isNone(entry.value)) this.#fault(entry.key, `a recording rule cannot have \`${key}\``)
    }
  }

  /** @param meant - what stands in for one that is none, so that nothing else is found for it. */
  #duration(node: YamlNode, key: string, otherwise: string, meant = otherwise): string {
    const value = valueAt(node, key)
    const text = textOf(value)
    if (value === null || (isEmpty(value) && value.style === 'plain')) return otherwise
    if (text === '0') return '0s'
    if (parseDuration(text) !== null) return text
    this.#fault(value, `\`${key}\` is no duration${text === '' ? '' : `: ${text}`}`, 'Such as 30s, 5m or 1h30m.')
    return meant
  }

  #texts(node: YamlNode | null, what: string): ReadonlyMap<string, SourceText> {
    const texts = new Map<string, SourceText>()
    if (node === null || (node.kind === 'scalar' && node.text === '')) return texts
    if (node.kind !== 'map') {
      this.#fault(node, `\`${what}\` is a mapping of names to texts`)
      return texts
    }
    for (const { key, value } of node.entries) {
      if (key.text === '' || (what === 'labels' && key.text === '__name__'))
        this.#fault(key, `${JSON.stringify(key.text)} is no name for one of the ${what}`)
      if (value.kind === 'scalar') texts.set(key.text, this.#file.source(value))
      else this.#fault(value, `\`${key.text}\` is not a text`)
    }
    return texts
  }

  #expectKeys(node: YamlNode, { what, keys, elsewhere }: KnownKeys): void {
    if (node.kind !== 'map') return
    for (const { key } of node.entries) {
      if (keys.includes(key.text)) continue
      const owner = elsewhere[key.text]
      const hint = owner === undefined ? suggestHint(key.text, keys) : `It is known to ${owner}, not to Prometheus.`
      this.#fault(key, `${what} has no key \`${key.text}\``, hint)
    }
  }

  #expectList(node: YamlNode, what: string): boolean {
    if (node.kind === 'list' || isEmpty(node)) return true
    this.#fault(node, `${what} is a list`)
    return false
  }

  #fault(node: YamlNode, message: string, hint = ''): void {
    this.#problems.push(this.#file.problem(ruleFileValid, node, message, hint, this.#path))
  }
}

function isNone(node: YamlNode): boolean {
  return node.kind === 'map' ? node.entries.length === 0 : ['', '0', '0s'].includes(textOf(node))
}

const isEmpty = (node: YamlNode): node is YamlScalar => node.kind === 'scalar' && node.text === ''
