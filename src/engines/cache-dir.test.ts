import { afterEach, expect, it, vi } from 'vitest'
import { cacheDir } from './cache-dir.ts'

afterEach(() => vi.unstubAllEnvs())

it('is where BELFRY_CACHE says', () => {
  vi.stubEnv('BELFRY_CACHE', '/somewhere/else')
  expect(cacheDir()).toBe('/somewhere/else')
})

it('refuses a relative BELFRY_CACHE', () => {
  vi.stubEnv('BELFRY_CACHE', 'cache')
  expect(cacheDir).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }))
})

it('is a folder of the system for root, and one of the user for others', () => {
  vi.stubEnv('BELFRY_CACHE', '')
  vi.stubEnv('XDG_CACHE_HOME', '/home/someone/.cache')
  expect(cacheDir()).toBe(process.getuid?.() === 0 ? '/var/cache/belfry' : '/home/someone/.cache/belfry')
})
