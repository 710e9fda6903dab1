import { expect, test } from 'vitest'
import { testEngines, testJob, testModel } from '../../test/support/model.ts'
import { collectSecrets } from './collect-secrets.ts'
import { accessFor } from './resolve-access.ts'

const access = accessFor({ kind: 'compose' })
const model = testModel()

function readers(name: string, tls: Parameters<typeof access.tls>[0]): readonly string[] {
  const prometheus = { ...model.prometheus, jobs: [testJob({ tls: access.tls(tls) })] }
  const found = collectSecrets({ ...model, prometheus }, testEngines(), access)
  return found.find(({ secret }) => secret.name === name)?.engines ?? []
}

test('a key that is a secret is found like any other secret', () => {
  expect(readers('client_key', { cert: 'client.pem', key: { kind: 'secret', name: 'client_key' } })).toEqual([
    'prometheus',
  ])
})

test('a file beside the configuration is none', () => {
  expect(readers('client.pem', { cert: 'client.pem', key: 'tls/client.pem' })).toEqual([])
})
