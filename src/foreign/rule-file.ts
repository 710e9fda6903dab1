import type { Problem } from '../errors/problem.ts'
import {
  itemsOf,
  textOf,
  valueAt,
  type YamlDocument,
  type YamlFault,
  type YamlNode,
} from '../formats/positioned-yaml.ts'
import { readYaml } from '../formats/yaml.ts'
import { ForeignFile } from './foreign-file.ts'
import { type ForeignGroup, type ReadRuleFile, ruleFileValid } from './foreign-rules.ts'
import { GroupReader, type RulesRoot } from './read-group.ts'

/**
 * Reads a Prometheus rule file or PrometheusRule manifests, of several documents or one. Other Kubernetes objects
 * are passed over. Never throws.
 */
export function readRuleFile(name: string, text: string): ReadRuleFile {
  const file = new ForeignFile(name, text)
  const documents = readYaml(text)
  const problems: Problem[] = []
  const groups: ForeignGroup[] = []
  let isRuleFile = documents.length === 0
  for (const [index, document] of documents.entries()) {
    problems.push(...faultsOf(file, document))
    // Prometheus takes an empty file as one without rules.
    isRuleFile ||= isEmpty(document)
    for (const root of rootsOf(document.root)) {
      const { from } = root.node
      if (index > 0 && !root.isManifest)
        problems.push(file.problem(ruleFileValid, { from, to: from }, overlooked, takeIn))
      const reader = new GroupReader(file, problems)
      groups.push(...reader.read(root))
      isRuleFile = true
    }
  }
  if (!isRuleFile && problems.length === 0)
    problems.push(
      file.problem(
        ruleFileValid,
        { from: 0, to: 0 },
        'this is no rule file',
        documents.some(({ root }) => isDashboard(root))
          ? 'It is a dashboard: name it with --dashboards.'
          : 'It needs `groups`, or the kind PrometheusRule.',
      ),
    )
  return { groups, problems, isRuleFile: isRuleFile || documents.some(({ faults }) => faults.length > 0) }
}

const overlooked = 'Prometheus reads only the first document of a rule file, and says nothing of this one'
const takeIn = 'Put its groups into the first one, or into a file of their own.'

function isDashboard(root: YamlNode | null): boolean {
  return valueAt(root, 'panels') !== null || valueAt(root, 'dashboard') !== null
}

function isEmpty({ root, faults }: YamlDocument): boolean {
  return faults.length === 0 && (root === null || (root.kind === 'map' && root.entries.length === 0))
}

function faultsOf(file: ForeignFile, { faults }: YamlDocument): readonly Problem[] {
  // What follows the first fault is mostly its echo.
  return faults
    .slice(0, 1)
    .map((fault) =>
      file.problem(ruleFileValid, fault, `not YAML: ${fault.message.replace(/\.$/, '')}`, hintFor(file.text, fault)),
    )
}

/** Braces around a fault are an annotation without quotes, or a template of the whole file. */
function hintFor(text: string, { from, to }: YamlFault): string {
  const around = text.slice(Math.max(0, from - 200), to + 200)
  if (/\{\{-?\s*(?:\$(?:labels|value)|[^{}]*\$value)\b/.test(around)) return 'Put text with `{{` in it in quotes.'
  return around.includes('{{') ? 'A template is no YAML: render it first, as with `helm template`.' : ''
}

/** What holds the `groups`: the document itself, the spec of a manifest, or those of a list of manifests. */
function rootsOf(node: YamlNode | null): readonly RulesRoot[] {
  if (node === null) return []
  const kind = textOf(valueAt(node, 'kind'))
  if (kind === 'PrometheusRule') return [{ node: valueAt(node, 'spec') ?? emptyAt(node), isManifest: true }]
  if (kind === 'List' || kind === 'PrometheusRuleList') return itemsOf(valueAt(node, 'items')).flatMap(rootsOf)
  return kind === '' && valueAt(node, 'groups') !== null ? [{ node, isManifest: false }] : []
}

/** What is not there holds nothing. */
function emptyAt({ from }: YamlNode): YamlNode {
  return { kind: 'map', entries: [], comment: '', from, to: from }
}
