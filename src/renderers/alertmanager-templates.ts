import { type Artifact, artifact } from '../model/artifact.ts'
import type { Model } from '../model/model.ts'
import { alertmanagerTemplatePath } from '../model/names.ts'

/**
 * Belfry's notification templates, in Go's template language. `belfry.email.html` and `belfry.telegram.message` are run
 * by Go's html/template, which escapes every value; the others are plain text. A missing label or annotation is empty.
 */
export function renderAlertmanagerTemplates(_model: Model): readonly Artifact[] {
  return [artifact(alertmanagerTemplatePath, `${[shared, plain, slack, markdown, html, services].join('\n')}`)]
}

/** How many alerts a message lists: services cut what is too long for them, and refuse HTML that was cut. */
interface Limits {
  readonly firing: number
  readonly resolved: number
}
const usual: Limits = { firing: 10, resolved: 10 }
/** 4,096 characters is all that Telegram takes. */
const short: Limits = { firing: 3, resolved: 1 }

/** The first alerts of a notification, each written by a template of its own, firing ones first. */
function alerts(template: string, { firing, resolved }: Limits): string {
  const each = (list: string, most: number): string =>
    `{{ range $index, $alert := ${list} }}{{ if lt $index ${most} }}{{ template "${template}" $alert }}{{ end }}{{ end }}`
  return `${each('.Alerts.Firing', firing)}${each('.Alerts.Resolved', resolved)}`
}

function more({ firing, resolved }: Limits): string {
  const left = `or (gt (len .Alerts.Firing) ${firing}) (gt (len .Alerts.Resolved) ${resolved})`
  return `{{ if ${left} }}Alertmanager lists the other alerts.\n{{ end }}`
}

const shared = String.raw`{{/* What is wrong, in one line. */}}
{{ define "belfry.status" }}{{ if .Alerts.Firing }}FIRING {{ len .Alerts.Firing }}{{ if .Alerts.Resolved }}, {{ end }}{{ end }}{{ if .Alerts.Resolved }}RESOLVED {{ len .Alerts.Resolved }}{{ end }}{{ end }}
{{ define "belfry.names" }}{{ if .CommonLabels.alertname }}{{ .CommonLabels.alertname }}{{ else }}{{ len .Alerts }} alerts{{ end }}{{ end }}
{{ define "belfry.title" }}[{{ template "belfry.status" . }}] {{ template "belfry.names" . }}{{ with .CommonLabels.severity }} ({{ . }}){{ end }}{{ with .CommonLabels.system }} in {{ . }}{{ end }}{{ end }}

{{/* Of one alert. */}}
{{ define "belfry.summary" }}{{ if .Annotations.summary }}{{ .Annotations.summary }}{{ else if .Labels.alertname }}{{ .Labels.alertname }}{{ else }}An alert without a name{{ end }}{{ end }}
{{ define "belfry.facts" }}{{ .Status }}{{ with .Labels.severity }}, severity {{ . }}{{ end }}{{ with .Labels.system }}, system {{ . }}{{ end }}{{ with .Labels.instance }}, instance {{ . }}{{ end }}, since {{ .StartsAt.UTC.Format "2006-01-02 15:04:05" }} UTC{{ end }}

{{/* Alertmanager's page of this receiver, and the form that silences what all alerts of this message share. */}}
{{ define "belfry.link" }}{{ .ExternalURL }}/#/alerts?receiver={{ .Receiver | urlquery }}{{ end }}
{{ define "belfry.silence" }}{{ .ExternalURL }}/#/silences/new?filter=%7B{{ range $index, $pair := .CommonLabels.SortedPairs }}{{ if $index }}%2C{{ end }}{{ $pair.Name }}%3D%22{{ reReplaceAll "\\+" "%20" ($pair.Value | reReplaceAll "[\\\\\"]" "\\$0" | urlquery) }}%22{{ end }}%7D{{ end }}
`

const plain = `{{/* Plain text: Opsgenie, PagerDuty, the text part of mail. */}}
{{ define "belfry.plain.alert" }}{{ template "belfry.summary" . }}
{{ with .Annotations.description }}{{ . }}
{{ end }}{{ template "belfry.facts" . }}
{{ with .Annotations.runbook_url }}Runbook: {{ . }}
{{ end }}{{ with .Annotations.dashboard_url }}Dashboard: {{ . }}
{{ end }}
{{ end }}
{{ define "belfry.list" }}{{ range $index, $alert := . }}{{ if lt $index ${usual.firing} }}{{ template "belfry.plain.alert" $alert }}{{ end }}{{ end }}{{ end }}
{{ define "belfry.text" }}${alerts('belfry.plain.alert', usual)}${more(usual)}Silence: {{ template "belfry.silence" . }}{{ end }}
{{ define "belfry.email.subject" }}{{ template "belfry.title" . }}{{ end }}
{{ define "belfry.email.text" }}{{ template "belfry.title" . }}

{{ template "belfry.text" . }}
{{ end }}
`

const slack = `{{/* Slack's mrkdwn, in which three characters have to be escaped. */}}
{{ define "belfry.slack.escaped" }}{{ . | reReplaceAll "&" "&amp;" | reReplaceAll "<" "&lt;" | reReplaceAll ">" "&gt;" }}{{ end }}
{{ define "belfry.slack.alert" }}{{ if .Annotations.summary }}*{{ template "belfry.slack.escaped" .Annotations.summary }}*{{ else }}*{{ template "belfry.summary" . }}*{{ end }}
{{ with .Annotations.description }}{{ template "belfry.slack.escaped" . }}
{{ end }}{{ template "belfry.facts" . }}{{ if or .Annotations.runbook_url .Annotations.dashboard_url }}
{{ with .Annotations.runbook_url }}<{{ . }}|Runbook>  {{ end }}{{ with .Annotations.dashboard_url }}<{{ . }}|Dashboard>{{ end }}{{ end }}

{{ end }}
{{ define "belfry.slack.title" }}{{ template "belfry.title" . }}{{ end }}
{{ define "belfry.slack.text" }}${alerts('belfry.slack.alert', usual)}${more(usual)}<{{ template "belfry.silence" . }}|Silence>{{ end }}
{{ define "belfry.slack.color" }}{{ if not .Alerts.Firing }}good{{ else if eq .CommonLabels.severity "warning" "info" }}warning{{ else }}danger{{ end }}{{ end }}
`

const markdown = String.raw`{{/* Markdown: Discord and Microsoft Teams. */}}
{{ define "belfry.markdown.escaped" }}{{ . | reReplaceAll "[][*\\\\${'`'}]" "\\$0" }}{{ end }}
{{ define "belfry.markdown.alert" }}**{{ if .Annotations.summary }}{{ template "belfry.markdown.escaped" .Annotations.summary }}{{ else }}{{ template "belfry.summary" . }}{{ end }}**

{{ with .Annotations.description }}{{ template "belfry.markdown.escaped" . }}

{{ end }}{{ template "belfry.facts" . }}{{ if or .Annotations.runbook_url .Annotations.dashboard_url }}

{{ with .Annotations.runbook_url }}[Runbook]({{ . }})  {{ end }}{{ with .Annotations.dashboard_url }}[Dashboard]({{ . }}){{ end }}{{ end }}

{{ end }}
{{ define "belfry.markdown.text" }}${alerts('belfry.markdown.alert', usual)}${more(usual)}[Silence]({{ template "belfry.silence" . }}){{ end }}
{{ define "belfry.msteams.text" }}{{ template "belfry.markdown.text" . }}{{ end }}
{{ define "belfry.discord.message" }}{{ template "belfry.markdown.text" . }}{{ end }}
`

const silenceHref = String.raw`{{ .ExternalURL }}/#/silences/new?filter=%7B{{ range $index, $pair := .CommonLabels.SortedPairs }}{{ if $index }}%2C{{ end }}{{ $pair.Name }}%3D%22{{ $pair.Value | reReplaceAll "[\\\\\"]" "\\$0" }}%22{{ end }}%7D`

const html = `{{/* Telegram knows a few tags only, and no paragraphs. */}}
{{ define "belfry.telegram.alert" }}<b>{{ if .Annotations.summary }}{{ printf "%.120s" .Annotations.summary }}{{ else }}{{ template "belfry.summary" . }}{{ end }}</b>
{{ with .Annotations.description }}{{ printf "%.250s" . }}
{{ end }}<i>{{ template "belfry.facts" . }}</i>{{ if or .Annotations.runbook_url .Annotations.dashboard_url }}
{{ with .Annotations.runbook_url }}<a href="{{ . }}">Runbook</a>  {{ end }}{{ with .Annotations.dashboard_url }}<a href="{{ . }}">Dashboard</a>{{ end }}{{ end }}

{{ end }}
{{ define "belfry.telegram.message" }}<b>{{ template "belfry.title" . }}</b>

${alerts('belfry.telegram.alert', short)}${more(short)}<a href="${silenceHref}">Silence</a>{{ end }}

{{/* Mail. Styles stand in the tags: many mail programs drop style sheets. */}}
{{ define "belfry.email.alert" }}<div style="margin:0 0 16px;padding:12px 16px;border-left:4px solid {{ if eq .Status "resolved" }}#2e7d32{{ else if eq .Labels.severity "critical" }}#c62828{{ else }}#ef6c00{{ end }};background:#f6f7f8">
<p style="margin:0 0 8px;font-weight:bold">{{ template "belfry.summary" . }}</p>
{{ with .Annotations.description }}<p style="margin:0 0 8px">{{ . }}</p>
{{ end }}<p style="margin:0 0 8px;color:#555555">{{ template "belfry.facts" . }}</p>
{{ with .Annotations.runbook_url }}<a href="{{ . }}">Runbook</a> {{ end }}{{ with .Annotations.dashboard_url }}<a href="{{ . }}">Dashboard</a> {{ end }}{{ with .GeneratorURL }}<a href="{{ . }}">Query</a>{{ end }}
</div>
{{ end }}
{{ define "belfry.email.html" }}<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ template "belfry.title" . }}</title></head>
<body style="margin:0;padding:24px;font:14px/1.5 sans-serif;color:#202124">
<h1 style="font-size:18px;margin:0 0 16px">{{ template "belfry.title" . }}</h1>
${alerts('belfry.email.alert', usual)}
<p>${more(usual)}<a href="${silenceHref}">Silence</a></p>
</body>
</html>
{{ end }}
`

const services = `{{/* What PagerDuty and Opsgenie rank by: the worst alert that fires. */}}
{{ define "belfry.worst" }}{{ $worst := "info" }}{{ range .Alerts.Firing }}{{ if eq .Labels.severity "critical" }}{{ $worst = "critical" }}{{ else if and (eq .Labels.severity "warning") (ne $worst "critical") }}{{ $worst = "warning" }}{{ end }}{{ end }}{{ $worst }}{{ end }}
{{ define "belfry.pagerduty.severity" }}{{ template "belfry.worst" . }}{{ end }}
{{ define "belfry.pagerduty.description" }}{{ template "belfry.title" . }}{{ with .CommonAnnotations.summary }}: {{ . }}{{ end }}{{ end }}
{{ define "belfry.opsgenie.priority" }}{{ $priority := "P5" }}{{ range .Alerts.Firing }}{{ if eq .Labels.severity "critical" }}{{ $priority = "P1" }}{{ else if and (eq .Labels.severity "warning") (ne $priority "P1") }}{{ $priority = "P3" }}{{ end }}{{ end }}{{ $priority }}{{ end }}
`
