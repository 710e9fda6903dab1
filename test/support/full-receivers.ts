import type { ClientAuthorization, ClientTls, Integration, Receiver, SecretFile } from '../../src/model/model.ts'
import { testReceiver } from './model.ts'

/** Where a secret stands, by its name. */
export type SecretOf = (name: string) => SecretFile

/** Which version first reads the secret of an integration from a file; others always could. */
const firstMinor: Partial<Record<Integration['type'], number>> = { msteams: 28, telegram: 26, discord: 28 }

/** A receiver with every integration that the version can run, one like the inbox, and one that tells nobody. */
export function receiversOf(
  version: string,
  secret: SecretOf,
  authorization: ClientAuthorization,
  tls: ClientTls,
): readonly Receiver[] {
  const minor = Number(version.split('.')[1])
  const integrations: readonly Integration[] = [
    { type: 'slack', sendResolved: true, apiUrl: secret('slack_url'), channel: '#alerts' },
    { type: 'slack', sendResolved: false, apiUrl: secret('slack_url'), channel: '#second' },
    { type: 'email', sendResolved: true, to: ['one@example.org', 'two@example.org'] },
    { type: 'pagerduty', sendResolved: true, routingKey: secret('pagerduty_key'), component: '' },
    {
      type: 'webhook',
      sendResolved: true,
      url: minor < 26 ? 'https://hooks.example.org/belfry' : secret('webhook_url'),
      authorization,
      tls,
      maxAlerts: 20,
    },
    {
      type: 'opsgenie',
      sendResolved: true,
      apiKey: secret('opsgenie_key'),
      apiUrl: 'https://api.eu.opsgenie.com/',
      teams: ['platform'],
    },
    { type: 'msteams', sendResolved: true, webhookUrl: secret('msteams_url') },
    { type: 'telegram', sendResolved: true, botToken: secret('telegram_token'), chatId: -1001 },
    { type: 'discord', sendResolved: true, webhookUrl: secret('discord_url') },
  ]
  return [
    testReceiver(),
    testReceiver({
      name: 'everything',
      integrations: integrations.filter(({ type }) => minor >= (firstMinor[type] ?? 0)),
    }),
    testReceiver({ name: 'nobody', integrations: [] }),
  ]
}
