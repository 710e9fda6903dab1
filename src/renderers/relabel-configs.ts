import type { RelabelRule } from '../spec/scrape.ts'

/** `relabel_configs` and its siblings; nothing when there are no rules. */
export function relabelConfigs(rules: readonly RelabelRule[]): readonly object[] | undefined {
  if (rules.length === 0) return undefined
  // An empty replacement deletes a label, so only what was not said is left out.
  return rules.map((rule) => ({
    source_labels: rule.sourceLabels,
    separator: rule.separator,
    target_label: rule.targetLabel,
    regex: rule.regex,
    modulus: rule.modulus,
    replacement: rule.replacement,
    action: rule.action,
  }))
}
