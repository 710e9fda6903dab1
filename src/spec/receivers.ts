import type { EngineUrl } from './engine-name.ts'
import type { Authorization, TlsOptions } from './scrape.ts'
import type { Secret } from './secret.ts'

interface Integration {
  /** Whether a resolved alert is notified too. @default true */
  readonly sendResolved?: boolean
}

export interface SlackOptions extends Integration {
  /** Incoming-webhook URL. */
  readonly apiUrl: Secret
  readonly channel: string
}

export interface EmailOptions extends Integration {
  readonly to: readonly string[]
}

export interface PagerdutyOptions extends Integration {
  /** Integration key of the Events API v2. */
  readonly routingKey: Secret
  /** Service that PagerDuty shows as the component. @default the `system` label */
  readonly component?: string
}

export interface WebhookOptions extends Integration {
  readonly url: string | EngineUrl | Secret
  readonly authorization?: Authorization
  readonly tls?: TlsOptions
  /** Alerts in one message at most; 0 is no limit. @default 0 */
  readonly maxAlerts?: number
}

export interface OpsgenieOptions extends Integration {
  readonly apiKey: Secret
  /** @default 'https://api.opsgenie.com/' */
  readonly apiUrl?: string
  readonly teams?: readonly string[]
}

export interface MsteamsOptions extends Integration {
  readonly webhookUrl: Secret
}

export interface TelegramOptions extends Integration {
  readonly botToken: Secret
  readonly chatId: number
}

export interface DiscordOptions extends Integration {
  readonly webhookUrl: Secret
}

export type ReceiverIntegration =
  | ({ readonly type: 'slack' } & SlackOptions)
  | ({ readonly type: 'email' } & EmailOptions)
  | ({ readonly type: 'pagerduty' } & PagerdutyOptions)
  | ({ readonly type: 'webhook' } & WebhookOptions)
  | ({ readonly type: 'opsgenie' } & OpsgenieOptions)
  | ({ readonly type: 'msteams' } & MsteamsOptions)
  | ({ readonly type: 'telegram' } & TelegramOptions)
  | ({ readonly type: 'discord' } & DiscordOptions)

/** Posts to a Slack channel. */
export const slack = (options: SlackOptions): ReceiverIntegration => ({ type: 'slack', ...options })
/** Sends mail through the environment's SMTP server. */
export const email = (options: EmailOptions): ReceiverIntegration => ({ type: 'email', ...options })
/** Opens and resolves PagerDuty incidents. */
export const pagerduty = (options: PagerdutyOptions): ReceiverIntegration => ({ type: 'pagerduty', ...options })
/** Posts Alertmanager's webhook JSON. */
export const webhook = (options: WebhookOptions): ReceiverIntegration => ({ type: 'webhook', ...options })
/** Opens and closes Opsgenie alerts. */
export const opsgenie = (options: OpsgenieOptions): ReceiverIntegration => ({ type: 'opsgenie', ...options })
/** Posts to a Microsoft Teams channel. */
export const msteams = (options: MsteamsOptions): ReceiverIntegration => ({ type: 'msteams', ...options })
/** Writes to a Telegram chat. */
export const telegram = (options: TelegramOptions): ReceiverIntegration => ({ type: 'telegram', ...options })
/** Posts to a Discord channel. */
export const discord = (options: DiscordOptions): ReceiverIntegration => ({ type: 'discord', ...options })
