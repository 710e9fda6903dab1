import { BelfryError } from '../errors/belfry-error.ts'
import { lackedFeature } from '../model/engine-features.ts'
import type { Integration, Receiver } from '../model/model.ts'
import { httpClient } from './http-client.ts'
import { omitEmpty } from './omit-empty.ts'

type Of<T extends Integration['type']> = Extract<Integration, { type: T }>

/** Keys of one receiver, such as `slack_configs`, with the configurations below each. */
type ReceiverConfig = Readonly<Record<string, unknown>>

/**
 * A receiver as Alertmanager reads it. Every field whose default refers to one of Alertmanager's own templates is set,
 * for a distribution's Alertmanager may come without them.
 *
 * @throws BelfryError `SPEC_BROKEN` when that version cannot read an integration's secret from a file.
 */
export function receiverConfig(receiver: Receiver, version: string): ReceiverConfig {
  const config: Record<string, unknown> = { name: receiver.name }
  for (const integration of receiver.integrations) {
    const [key, value] = integrationConfig(integration, receiver.name, version)
    config[key] = [...((config[key] as readonly object[] | undefined) ?? []), value]
  }
  return config
}

function integrationConfig(integration: Integration, receiver: string, version: string): readonly [string, object] {
  const needs = (feature: string): void => {
    const lacked = lackedFeature('alertmanager', feature, version)
    if (lacked === null) return
    throw new BelfryError(
      'SPEC_BROKEN',
      `receiver ${receiver}: Alertmanager ${version} lacks ${feature}, which ${integration.type} needs.`,
      { hint: `Run Alertmanager ${lacked.since} or later. ${lacked.hint}` },
    )
  }
  switch (integration.type) {
    case 'slack':
      return ['slack_configs', slack(integration)]
    case 'email':
      return ['email_configs', email(integration)]
    case 'pagerduty':
      return ['pagerduty_configs', pagerduty(integration)]
    case 'webhook':
      if (typeof integration.url !== 'string') needs('webhook.url_file')
      return ['webhook_configs', webhook(integration)]
    case 'opsgenie':
      return ['opsgenie_configs', opsgenie(integration)]
    case 'msteams':
      needs('msteamsv2')
      return ['msteamsv2_configs', teams(integration)]
    case 'telegram':
      needs('telegram.bot_token_file')
      return ['telegram_configs', telegram(integration)]
    case 'discord':
      needs('discord.webhook_url_file')
      return ['discord_configs', discord(integration)]
  }
}

/** Refers to one of the templates in `alertmanager-templates.ts`. */
function use(template: string, data = '.'): string {
  return `{{ template "belfry.${template}" ${data} }}`
}

function slack({ sendResolved, apiUrl, channel }: Of<'slack'>): object {
  return {
    send_resolved: sendResolved,
    api_url_file: apiUrl.path,
    channel,
    username: 'Belfry',
    color: use('slack.color'),
    title: use('slack.title'),
    title_link: use('link'),
    text: use('slack.text'),
    fallback: use('title'),
    pretext: '',
    footer: '',
    callback_id: '',
    icon_emoji: '',
    icon_url: '',
  }
}

function email({ sendResolved, to }: Of<'email'>): object {
  return {
    send_resolved: sendResolved,
    to: to.join(', '),
    headers: { Subject: use('email.subject') },
    html: use('email.html'),
    text: use('email.text'),
  }
}

function pagerduty({ sendResolved, routingKey, component }: Of<'pagerduty'>): object {
  return {
    send_resolved: sendResolved,
    routing_key_file: routingKey.path,
    client: 'Belfry',
    client_url: use('link'),
    description: use('pagerduty.description'),
    severity: use('pagerduty.severity'),
    class: '{{ .CommonLabels.alertname }}',
    component: component === '' ? '{{ .CommonLabels.system }}' : component,
    group: '{{ .CommonLabels.system }}',
    details: {
      firing: use('list', '.Alerts.Firing'),
      resolved: use('list', '.Alerts.Resolved'),
      num_firing: '{{ .Alerts.Firing | len }}',
      num_resolved: '{{ .Alerts.Resolved | len }}',
    },
    links: [
      { href: '{{ .CommonAnnotations.runbook_url }}', text: 'Runbook' },
      { href: '{{ .CommonAnnotations.dashboard_url }}', text: 'Dashboard' },
    ],
  }
}

function webhook({ sendResolved, url, authorization, tls, maxAlerts }: Of<'webhook'>): object {
  return {
    send_resolved: sendResolved,
    ...(typeof url === 'string' ? { url } : { url_file: url.path }),
    http_config: authorization === null && tls === null ? undefined : httpClient({ authorization, tls }),
    max_alerts: omitEmpty(maxAlerts),
  }
}

function opsgenie({ sendResolved, apiKey, apiUrl, teams: names }: Of<'opsgenie'>): object {
  return {
    send_resolved: sendResolved,
    api_key_file: apiKey.path,
    api_url: apiUrl,
    message: use('title'),
    description: use('text'),
    source: use('link'),
    responders: omitEmpty(names.map((name) => ({ name, type: 'team' }))),
    tags: '{{ .CommonLabels.system }},{{ .CommonLabels.severity }}',
    priority: use('opsgenie.priority'),
  }
}

function teams({ sendResolved, webhookUrl }: Of<'msteams'>): object {
  return {
    send_resolved: sendResolved,
    webhook_url_file: webhookUrl.path,
    title: use('title'),
    text: use('msteams.text'),
  }
}

function telegram({ sendResolved, botToken, chatId }: Of<'telegram'>): object {
  return {
    send_resolved: sendResolved,
    bot_token_file: botToken.path,
    chat_id: chatId,
    message: use('telegram.message'),
    parse_mode: 'HTML',
  }
}

function discord({ sendResolved, webhookUrl }: Of<'discord'>): object {
  return {
    send_resolved: sendResolved,
    webhook_url_file: webhookUrl.path,
    title: use('title'),
    message: use('discord.message'),
    content: '',
  }
}
