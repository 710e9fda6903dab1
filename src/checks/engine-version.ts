import type { Place } from '../errors/place.ts'
import { lackedFeature, type VersionedEngine } from '../model/engine-features.ts'
import type { Integration, Model } from '../model/model.ts'
import type { Check } from './check.ts'

interface Use {
  readonly engine: VersionedEngine
  readonly feature: string
  readonly path: string
  readonly place: Place
}

/** The engine that will run knows every field that its configuration needs. */
export const engineVersion: Check = {
  id: 'engine-version',
  severity: 'error',
  run: (model) =>
    uses(model).flatMap(({ engine, feature, path, place }) => {
      const { version } = model.engines[engine]
      const lacked = lackedFeature(engine, feature, version)
      if (lacked === null) return []
      const bounds = lacked.until === '' ? `it came with ${lacked.since}` : `it went with ${lacked.until}`
      const message = `${path} needs ${feature}, which ${engine} ${version} does not know (${bounds})`
      return [{ message, hint: lacked.hint, path, place }]
    }),
}

function uses(model: Model): readonly Use[] {
  return model.alertmanager.receivers.flatMap(({ name, integrations, place }) =>
    integrations
      .flatMap(featuresOf)
      .map((feature) => ({ engine: 'alertmanager', feature, path: `notify.receivers.${name}`, place })),
  )
}

function featuresOf(integration: Integration): readonly string[] {
  switch (integration.type) {
    case 'telegram':
      return ['telegram.bot_token_file']
    case 'discord':
      return ['discord.webhook_url_file']
    case 'msteams':
      return ['msteams.webhook_url_file']
    case 'webhook':
      return typeof integration.url === 'string' ? [] : ['webhook.url_file']
    default:
      return []
  }
}
