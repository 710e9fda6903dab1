import { toYaml } from '../formats/yaml.ts'
import { type Artifact, artifact } from '../model/artifact.ts'
import type { Alert, Model, Recording, RuleFile, RuleGroup } from '../model/model.ts'
import { ruleFilePath } from '../model/names.ts'
import { omitEmpty } from './omit-empty.ts'

/** The rule file of every system that has rules. */
export function renderRules(model: Model): readonly Artifact[] {
  return model.ruleFiles.flatMap((file) => {
    const groups = groupsOf(file)
    return groups.length === 0 ? [] : [artifact(ruleFilePath(file.system), toYaml({ groups }))]
  })
}

function groupsOf(file: RuleFile): readonly object[] {
  return file.groups.filter((group) => group.rules.length > 0).map(ruleGroup)
}

/** A group as it stands in a rule file. */
export function ruleGroup({ name, interval, rules }: RuleGroup): object {
  return {
    name,
    interval,
    rules: rules.map((rule) => (rule.kind === 'alert' ? alertingRule(rule) : recordingRule(rule))),
  }
}

function alertingRule(alert: Alert): object {
  return {
    alert: alert.name,
    expr: alert.expr.text,
    for: unlessZero(alert.for),
    keep_firing_for: unlessZero(alert.keepFiringFor),
    labels: omitEmpty(alert.labels),
    annotations: omitEmpty(alert.annotations),
  }
}

function recordingRule(recording: Recording): object {
  return {
    record: recording.name,
    expr: recording.expr.text,
    labels: omitEmpty(recording.labels),
  }
}

function unlessZero(duration: string): string | undefined {
  return duration === '0s' ? undefined : duration
}
