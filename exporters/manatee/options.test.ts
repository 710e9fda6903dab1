import { describe, expect, it } from 'vitest'
import { manateeOptions } from './options.ts'
import { probedShard } from './probed-shard.ts'
import { targetUrl } from './target-url.ts'

describe('a status server', () => {
  it.each([
    ['10.1.0.100:5433', 'http://10.1.0.100:5433'],
    ['[::1]:5433', 'http://[::1]:5433'],
    ['http://simulator:9096/manatee/a/', 'http://simulator:9096/manatee/a'],
    ['https://peer.example', 'https://peer.example'],
  ])('%s is at %s', (target, url) => {
    expect(targetUrl(target)).toBe(url)
  })

  it.each([
    '',
    'a b',
    'http://',
    'http://user:secret@peer:1',
    'peer:1/state',
    'peer:1?x',
    'http://peer/#a',
    'ftp://peer',
  ])('%j is none', (target) => {
    expect(targetUrl(target)).toBeNull()
  })
})

describe('what a stack says about Manatee', () => {
  it('has defaults', () => {
    expect(manateeOptions.parse({})).toMatchObject({ enabled: true, cacheTtl: 10_000, timeout: 1000, shards: [] })
  })

  it.each([
    { shards: [{ name: 'a' }, { name: 'a' }] },
    { shards: [{ name: 'a', peers: ['a peer'] }] },
    { shards: [{ name: 'a', details: { url: 'file:///etc/passwd' } }] },
    { timeout: '0s' },
    { cacheTtl: 'soon' },
    { concurrency: 0 },
    { probeTargets: '(' },
    { shard: [] },
  ])('%j is refused', (wrong) => {
    expect(manateeOptions.safeParse(wrong).success).toBe(false)
  })
})

describe('a probe', () => {
  const options = manateeOptions.parse({
    shards: [{ name: 'one', peers: ['10.0.0.1:5433', '10.0.0.2:5433'], details: { file: '/d.json' } }],
    probeTargets: '10\\.0\\.1\\.\\d+:5433',
  })
  it.each([
    ['one', { name: 'one', peers: ['10.0.0.1:5433', '10.0.0.2:5433'], details: { file: '/d.json' } }],
    ['10.0.0.2:5433', { name: 'one', peers: ['10.0.0.2:5433'] }],
    ['1.moray@10.0.0.2:5433', { name: '1.moray', peers: ['10.0.0.2:5433'] }],
    ['10.0.1.7:5433', { name: '10.0.1.7:5433', peers: ['10.0.1.7:5433'] }],
    ['1.moray@10.0.1.7:5433', { name: '1.moray', peers: ['10.0.1.7:5433'] }],
    ['10.0.2.7:5433', null],
    ['evil:1/#10.0.1.7:5433', null],
    ['10.0.1.7:5433@evil:1', null],
    ['x10.0.1.7:5433', null],
    ['', null],
  ])('of %s reads %j', (target, shard) => {
    expect(probedShard(target, options)).toEqual(shard)
  })
})
