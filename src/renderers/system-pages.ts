import { compileTemplate } from '../formats/handlebars.ts'
import { toYaml } from '../formats/yaml.ts'
import { type Artifact, artifact } from '../model/artifact.ts'
import type { Alert, Model, ModelSystem, Recording } from '../model/model.ts'
import { dashboardPath, runbookPath } from '../model/names.ts'
import { rulesOf } from '../model/rules.ts'
import { describeTargets } from './describe-targets.ts'
import { plainAnnotation } from './plain-annotation.ts'
import { metricsOf } from './system-metrics.ts'

/** Where the pages of systems are, as links in them see it. */
const systemPagesDir = 'docs/systems'

/** The picture of a dashboard, where somebody took one. */
export const picturePath = (dashboard: string): string => `docs/images/dashboards/${dashboard}.png`

/** The page of a system, and what its author wrote about it. */
const systemPagePath = (system: string): string => `${systemPagesDir}/${system}.md`
export const differencesPath = (system: string): string => `${systemPagesDir}/${system}.differences.md`

/**
 * A page for every system, and an index: what is emitted, what rings, what is shown, what can be set, what is scraped. What
 * an author wrote about a system stands at its end.
 *
 * @param models - of the environments; the first one's numbers and names are shown.
 * @param differences - Markdown by name of the system.
 * @param pictures - keys of the dashboards that have a picture.
 */
export function renderSystemPages(
  models: readonly [Model, ...Model[]],
  differences: ReadonlyMap<string, string>,
  pictures: ReadonlySet<string>,
): readonly Artifact[] {
  const [model] = models
  const facts = model.systems.map((system) => factsOf(models, system, differences.get(system.name) ?? '', pictures))
  const page = compileTemplate(pageLayout)
  return [
    artifact(`${systemPagesDir}/README.md`, compileTemplate(indexLayout)({ systems: facts })),
    ...facts.map((one) => artifact(systemPagePath(one.name), `${page(one).trimEnd()}\n`)),
  ]
}

function factsOf(
  models: readonly [Model, ...Model[]],
  system: ModelSystem,
  differences: string,
  pictures: ReadonlySet<string>,
) {
  const [model] = models
  const rules = rulesOf({ ruleFiles: model.ruleFiles.filter((file) => file.system === system.name) })
  const metrics = metricsOf(model, system)
  const dashboards = model.dashboards.filter((one) => one.system === system.name)
  const documented = metrics.filter((metric) => metric.documented).length
  return {
    name: system.name,
    title: system.title,
    description: system.description,
    documented: documented === 0 ? '' : `${documented} of them documented`,
    metrics: metrics.map(({ family, sources, ...metric }) => ({
      name: family.name,
      documented: metric.documented ? 'yes' : '',
      type: family.type,
      labels: family.labels.map((label) => `\`${label}\``).join(', '),
      sources: sources.join(', '),
    })),
    alerts: rules.filter((rule) => rule.kind === 'alert').map((alert) => alertFacts(model, alert)),
    recordings: rules
      .filter((rule): rule is Recording => rule.kind === 'record')
      .map(({ name, expr }) => ({ name, expr: expr.text })),
    runbooks: model.runbooks.filter((one) => one.system === system.name).length,
    dashboards: dashboards.map((one) => ({
      title: one.title,
      link: `../../${dashboardPath(one.system, one.uid)}`,
      picture: pictures.has(one.key) ? `../../${picturePath(one.key)}` : '',
      rows: one.rows.map(({ title, panels }) => ({ title, panels: panels.map((panel) => panel.title).join(' · ') })),
    })),
    panels: dashboards.reduce((sum, { rows }) => sum + rows.reduce((more, { panels }) => more + panels.length, 0), 0),
    options: system.options.map((one) => ({ name: one.name, default: written(one.default), help: one.help })),
    targets: models.flatMap((one) => targetsOf(one, system.name)),
    collectors: models.flatMap(({ environment, exporter }) => {
      const collector = exporter.collectors[system.name] ?? {}
      return Object.keys(collector).length === 0 ? [] : [{ environment, yaml: toYaml(collector).trimEnd() }]
    }),
    differences: lowered(differences.trim()),
  }
}

function alertFacts(model: Model, { name, system, severity, annotations, ...alert }: Alert) {
  const hasRunbook = model.runbooks.some((one) => one.system === system && one.alert === name)
  return {
    name: hasRunbook ? `[${name}](../../${runbookPath(system, name)})` : name,
    severity,
    for: alert.for,
    summary: plainAnnotation(annotations.summary ?? ''),
  }
}

function targetsOf({ environment, prometheus }: Model, system: string) {
  return prometheus.jobs
    .filter((job) => job.system === system)
    .map((job) => ({
      environment,
      job: job.name,
      targets: job.targets.map(describeTargets).join('; '),
      path: job.path,
      interval: job.interval,
    }))
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Headings one level further down; lines in code stay as they are. */
function lowered(markdown: string): string {
  let inCode = false
  return markdown
    .split('\n')
    .map((line) => {
      if (line.startsWith('```')) inCode = !inCode
      return !inCode && /^#+ /.test(line) ? `#${line}` : line
    })
    .join('\n')
}

const pageLayout = `<!-- Generated by Belfry: \`npm run docs\`. Do not edit, but for {{name}}.differences.md, which stands at its end. -->

# {{title}}

{{description}}

## Metrics

{{#if metrics}}
{{metrics.length}} metrics{{#if documented}}, {{documented}}{{/if}}.

| metric | documented | type | labels | emitted by |
|---|---|---|---|---|
{{#each metrics}}
| \`{{name}}\` | {{documented}} | {{type}} | {{labels}} | {{sources}} |
{{/each}}
{{else}}
None.
{{/if}}

## Alerts

{{#if alerts}}
{{alerts.length}} alerts, {{runbooks}} runbooks.

| alert | severity | waits | what has happened |
|---|---|---|---|
{{#each alerts}}
| {{name}} | {{severity}} | {{for}} | {{cell summary}} |
{{/each}}
{{else}}
None.
{{/if}}
{{#if recordings}}

## Recording rules

| rule | query |
|---|---|
{{#each recordings}}
| {{code name}} | {{code expr}} |
{{/each}}
{{/if}}

## Dashboards

{{#each dashboards}}
[{{title}}]({{link}}):

{{#each rows}}
- {{title}}: {{panels}}
{{/each}}
{{#if picture}}

![{{title}}]({{picture}})
{{/if}}

{{/each}}
## Options

{{#if options}}
| option | default | what it is |
|---|---|---|
{{#each options}}
| \`{{name}}\` | {{code default}} | {{help}} |
{{/each}}
{{else}}
None.
{{/if}}
{{#if targets}}

## Targets

| environment | job | targets | path | interval |
|---|---|---|---|---|
{{#each targets}}
| {{environment}} | \`{{job}}\` | {{cell targets}} | \`{{path}}\` | {{interval}} |
{{/each}}
{{/if}}
{{#if collectors}}

## What Belfry's exporter reads

{{#each collectors}}
In {{environment}}:

\`\`\`yaml
{{yaml}}
\`\`\`

{{/each}}
{{/if}}
{{#if differences}}

## What differs from the document, and why

{{{differences}}}
{{/if}}
`

const indexLayout = `<!-- Generated by Belfry: \`npm run docs\`. Do not edit. -->

# Systems

| system | what is watched | metrics | alerts | recording rules | runbooks | dashboards | panels |
|---|---|---|---|---|---|---|---|
{{#each systems}}
| [{{title}}]({{name}}.md) | {{description}} | {{metrics.length}}{{#if documented}} ({{documented}}){{/if}} | {{alerts.length}} | {{recordings.length}} | {{runbooks}} | {{dashboards.length}} | {{panels}} |
{{/each}}

What holds for the alerts of all of DPG: [DPG](dpg.md).
`
