import { compileTemplate } from '../formats/handlebars.ts'
import { type Artifact, artifact } from '../model/artifact.ts'
import { engineDefaults } from '../model/engine-defaults.ts'
import { generatedSecrets } from '../model/generated-secrets.ts'
import type { Model } from '../model/model.ts'
import { envExamplePath } from '../model/names.ts'

/** `.env.example`: the variables of the compose file, and the secrets that it wants as files. */
export function renderEnvExample(model: Model): readonly Artifact[] {
  if (model.placement.kind !== 'compose') return []
  const running = (engine: keyof typeof engineDefaults): boolean => model.engines[engine].enabled
  const secrets = model.secrets
    .map(({ secret, engines }) => ({ name: secret.name, readers: engines.filter(running).join(', ') }))
    .filter(({ readers }) => readers !== '')
  const generated = generatedSecrets(model)
  const isMade = (name: string): boolean => generated.includes(name)
  const made = secrets.filter(({ name }) => isMade(name))
  const given = secrets.filter(({ name }) => !isMade(name))
  const demo = Object.values(model.engines).some(({ name, enabled }) => enabled && engineDefaults[name].demo)
  return [artifact(envExamplePath, layout({ made, given, demo, console: running('console') }))]
}

const layout = compileTemplate(`# Variables of docker-compose.yml. Copy this file to .env and change what differs here.

# Folder with one file for every secret, named as below. The users in the containers have to be able to read the files
# (mode 644), so close the folder to everybody else (mode 700).
BELFRY_SECRETS=./.belfry/secrets
{{#if given}}

# Secrets that you put there:
{{#each given}}
#   {{name}} (read by {{readers}})
{{/each}}
{{/if}}
{{#if made}}

# Secrets that \`belfry up\` makes up when they are missing:
{{#each made}}
#   {{name}} (read by {{readers}})
{{/each}}
{{/if}}
{{#if console}}

# Folder of what tests and drills have shown, for the console. It has to be there: \`belfry up\` makes it.
BELFRY_PROOF=./.belfry/proof
{{/if}}
{{#if demo}}

# The databases, the console and the simulators of the demo; without this line they stay out.
COMPOSE_PROFILES=demo
{{/if}}
`)
