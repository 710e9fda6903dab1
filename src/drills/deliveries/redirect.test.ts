import { describe, expect, test } from 'vitest'
import { fromYaml, toYaml } from '../../formats/yaml.ts'
import { redirect } from './redirect.ts'

const sinks = { http: 'http://127.0.0.1:1000', mail: '127.0.0.1:2500', urlDir: '/tmp/urls' }
const route = {
  receiver: 'a',
  routes: [{ matchers: ['x="y"'], active_time_intervals: ['day'], mute_time_intervals: ['night'] }],
}
const rendered = {
  global: { resolve_timeout: '5m', smtp_smarthost: 'smtp.example.org:587', smtp_auth_password_file: '/secrets/smtp' },
  templates: ['templates/*.tmpl'],
  route,
  inhibit_rules: [{ source_matchers: ['a="b"'] }],
  receivers: [
    {
      name: 'a b',
      slack_configs: [{ send_resolved: true, api_url_file: '/secrets/slack', channel: '#x', title: 't' }],
      email_configs: [{ to: 'x@example.org', headers: { Subject: 's' } }],
      msteamsv2_configs: [{ send_resolved: false, webhook_url_file: '/secrets/teams' }],
      webhook_configs: [
        {
          url_file: '/secrets/hook',
          http_config: { authorization: { credentials_file: '/secrets/token' }, tls_config: { ca_file: '/ca' } },
        },
        { url: 'https://example.org', http_config: { tls_config: { ca_file: '/ca' } } },
      ],
      pagerduty_configs: [{ routing_key_file: '/secrets/key' }],
      opsgenie_configs: [{ api_key_file: '/secrets/ops', api_url: 'https://api.opsgenie.com/' }],
      telegram_configs: [{ bot_token_file: '/secrets/bot', chat_id: 1 }],
      discord_configs: [{ webhook_url_file: '/secrets/discord' }],
    },
    { name: 'nobody' },
  ],
  time_intervals: [
    { name: 'day', time_intervals: [{ weekdays: ['monday'] }] },
    { name: 'night', time_intervals: [{ weekdays: ['sunday'] }] },
  ],
}

describe('a redirected configuration', () => {
  const { config, channels, files } = redirect(toYaml(rendered), sinks)
  const read = fromYaml(config) as typeof rendered

  test('has the routes, inhibitions and templates as they were', () => {
    expect(read).toMatchObject({ route, inhibit_rules: rendered.inhibit_rules, templates: rendered.templates })
  })

  test('sends to the sinks, each integration to a place of its own, with its credentials', () => {
    expect(read.receivers[0]).toEqual({
      name: 'a b',
      slack_configs: [{ send_resolved: true, api_url_file: '/tmp/urls/a%20b-slack-1', channel: '#x', title: 't' }],
      email_configs: [
        {
          to: 'x@example.org',
          headers: { Subject: 's', 'X-Belfry-Channel': 'a%20b/email/1' },
          tls_config: { insecure_skip_verify: true },
        },
      ],
      msteamsv2_configs: [{ send_resolved: false, webhook_url_file: '/tmp/urls/a%20b-msteams-1' }],
      webhook_configs: [
        {
          url: 'http://127.0.0.1:1000/a%20b/webhook/1',
          http_config: { authorization: { credentials_file: '/secrets/token' } },
        },
        { url: 'http://127.0.0.1:1000/a%20b/webhook/2' },
      ],
      pagerduty_configs: [{ routing_key_file: '/secrets/key', url: 'http://127.0.0.1:1000/a%20b/pagerduty/1' }],
      opsgenie_configs: [{ api_key_file: '/secrets/ops', api_url: 'http://127.0.0.1:1000/a%20b/opsgenie/1/' }],
      telegram_configs: [
        { bot_token_file: '/secrets/bot', chat_id: 1, api_url: 'http://127.0.0.1:1000/a%20b/telegram/1' },
      ],
      discord_configs: [{ webhook_url_file: '/tmp/urls/a%20b-discord-1' }],
    })
    expect(read.global).toEqual({ ...rendered.global, smtp_smarthost: '127.0.0.1:2500' })
    expect(files.get('/tmp/urls/a%20b-slack-1')).toBe('http://127.0.0.1:1000/a%20b/slack/1')
    expect(files.size).toBe(3)
  })

  test('lists its integrations', () => {
    expect(channels).toHaveLength(9)
    expect(channels[2]).toEqual({ id: 'a%20b/msteams/1', receiver: 'a b', type: 'msteams', sendResolved: false })
    expect(new Set(channels.map(({ id }) => id)).size).toBe(9)
  })

  test('lets notifications through at any hour', () => {
    expect(read.time_intervals).toEqual([
      { name: 'day', time_intervals: [{ times: [{ start_time: '00:00', end_time: '24:00' }] }] },
      { name: 'night', time_intervals: [{ years: ['1970'] }] },
    ])
  })
})
