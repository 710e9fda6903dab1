import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureSecrets } from './secrets.ts'

let folder: string
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'belfry-secrets-')), 'secrets')
})
afterEach(() => rm(join(folder, '..'), { recursive: true }))

test('a password of our own is made up once, unreadable for others', async () => {
  expect(await ensureSecrets(folder, ['redis_password'], ['redis_password'])).toEqual(['redis_password'])
  const first = await readFile(join(folder, 'redis_password'), 'utf8')

  expect(await ensureSecrets(folder, ['redis_password'], ['redis_password'])).toEqual([])

  expect(await readFile(join(folder, 'redis_password'), 'utf8')).toBe(first)
  expect(first).toMatch(/^[0-9a-f]{48}$/)
  expect((await stat(join(folder, 'redis_password'))).mode & 0o777).toBe(0o600)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
})

test('all secrets that a person has to supply are named at once, and none is made up', async () => {
  const attempt = ensureSecrets(folder, ['slack_webhook_url', 'redis_password', 'pagerduty_key'], ['redis_password'])

  await expect(attempt).rejects.toMatchObject({
    code: 'SECRET_MISSING',
    message: 'missing secrets: slack_webhook_url, pagerduty_key',
  })
  await expect(stat(join(folder, 'redis_password'))).rejects.toThrow()
})

test('a secret that is there is left alone', async () => {
  await ensureSecrets(folder, [], ['redis_password'])
  await writeFile(join(folder, 'slack_webhook_url'), 'mine')

  expect(await ensureSecrets(folder, ['slack_webhook_url'], ['redis_password'])).toEqual([])
  expect(await readFile(join(folder, 'slack_webhook_url'), 'utf8')).toBe('mine')
})

test('the password of a database that runs elsewhere is asked for', async () => {
  await expect(ensureSecrets(folder, ['redis_password'], [])).rejects.toMatchObject({ code: 'SECRET_MISSING' })
})
