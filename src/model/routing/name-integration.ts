import type { Integration } from '../model.ts'

/** An integration in a few words, as a person names it: `slack #dpg-critical`, `pagerduty`, `email oncall@example.com`. */
export function nameIntegration(integration: Integration): string {
  const { type } = integration
  switch (type) {
    case 'slack':
      return `slack ${integration.channel}`
    case 'email':
      return `email ${integration.to.join(', ')}`
    case 'webhook':
      return typeof integration.url === 'string' ? `webhook ${integration.url}` : 'webhook'
    case 'opsgenie':
      return ['opsgenie', integration.teams.join(', ')].filter((part) => part !== '').join(' ')
    case 'telegram':
      return `telegram ${integration.chatId}`
    case 'pagerduty':
    case 'msteams':
    case 'discord':
      return type
  }
}
