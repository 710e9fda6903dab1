import type { SinkRequest } from './http-sink.ts'
import type { SinkMail } from './mail-sink.ts'
import { fromHtml } from './plain-text.ts'
import { readMail } from './read-mail.ts'
import { channelHeader } from './redirect.ts'

/** A notification that reached a sink, whatever its form. */
export interface Delivery {
  /** The integration that sent it. */
  readonly channel: string
  readonly status: 'firing' | 'resolved'
  /** Name of its alerts; empty when it does not say. */
  readonly alertname: string
  /** What tells it from others of its service, so that an all-clear without a name finds its alert; or empty. */
  readonly key: string
  /** Everything that a person reads of it, in plain text. */
  readonly text: string
  /** All that was sent but for credentials where they belong. */
  readonly raw: string
  /** Credentials, by what they are: a header, a field, a login. */
  readonly credentials: readonly string[]
  /** Unix milliseconds. */
  readonly receivedAt: number
}

/** Reads what the HTTP sink was sent. */
export function readRequest({ path, headers, body, receivedAt }: SinkRequest): Delivery {
  const [, receiver = '', type = '', index = '', ...rest] = path.split('/')
  const { routing_key: routingKey, ...content } = parse(body)
  const strings = stringsOf(content)
  const bare = strings.join('\n')
  const text = fromHtml(bare)
  const closes = rest.at(-1) === 'close'
  const { status, alertname } = type === 'webhook' ? ofWebhook(content) : ofTitle(text)
  const isOver = status === 'resolved' || closes || content.event_action === 'resolve'
  const credentials = [
    headers.authorization ?? '',
    String(routingKey ?? ''),
    type === 'telegram' ? (rest[0] ?? '') : '',
  ]
  return {
    channel: `${receiver}/${type}/${index}`,
    status: isOver ? 'resolved' : 'firing',
    alertname,
    key: closes ? (rest.at(-2) ?? '') : String(content.dedup_key ?? content.alias ?? ''),
    text,
    raw: JSON.stringify(content),
    credentials: credentials.filter((one) => one !== ''),
    receivedAt,
  }
}

/** Reads what the mail sink was sent. */
export function readDelivery({ source, user, receivedAt }: SinkMail): Delivery {
  const { headers, parts } = readMail(source)
  const text = fromHtml([headers.subject ?? '', ...parts].join('\n'))
  return {
    channel: headers[channelHeader.toLowerCase()] ?? '',
    ...ofTitle(headers.subject ?? ''),
    key: '',
    text,
    raw: `${source}\n${text}`,
    credentials: user === '' ? [] : [user],
    receivedAt,
  }
}

/** The title that all of Belfry's templates begin with: `[FIRING 1] RedisDown (critical) in redis`. */
function ofTitle(text: string): Pick<Delivery, 'status' | 'alertname'> {
  const match = /\[(FIRING|RESOLVED)[^\]]*\] (\w+)/.exec(text)
  return { status: match?.[1] === 'RESOLVED' ? 'resolved' : 'firing', alertname: match?.[2] ?? '' }
}

function ofWebhook(content: Readonly<Record<string, unknown>>): Pick<Delivery, 'status' | 'alertname'> {
  const labels = content.commonLabels as Readonly<Record<string, string>> | undefined
  return { status: content.status === 'resolved' ? 'resolved' : 'firing', alertname: labels?.alertname ?? '' }
}

/** Telegram posts forms as well as JSON. */
function parse(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? { ...value } : { value }
  } catch {
    return Object.fromEntries(new URLSearchParams(body))
  }
}

function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(stringsOf)
}
