import { afterEach, describe, expect, test } from 'vitest'
import { createLog } from '../http/log.ts'
import type { HttpServer } from '../http/server.ts'
import { seededRandom } from './random.ts'
import { defineSimulator, type Simulator } from './simulator.ts'
import { startSimulators } from './start-simulators.ts'

const log = createLog('test', { level: 'silent' })
const config = { listen: { host: '127.0.0.1', port: 0 } }
const servers: HttpServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

async function start(...simulators: readonly Simulator[]): Promise<string> {
  const server = await startSimulators(config, simulators, { log })
  servers.push(server)
  return server.url
}

async function post(url: string, body: unknown): Promise<Response> {
  return fetch(`${url}/api/scenario`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** Answers with its scenario, as its last tick saw it. */
const mirror = defineSimulator({
  name: 'mirror',
  scenarios: { calm: 'Nothing happens.', storm: 'All happens.' },
  start: ({ scenario }) => {
    let seen = ''
    return {
      routes: (router) => void router.get('/state', (_request, response) => void response.json({ seen })),
      tick: async () => {
        seen = scenario()
      },
      tickMs: 60_000,
    }
  },
})

const state = async (url: string) => (await fetch(`${url}/mirror/state`)).json()

describe('simulators', () => {
  test('start with their first scenario, each below its name', async () => {
    const url = await start(mirror)
    await expect.poll(() => state(url)).toEqual({ seen: 'calm' })
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' })
  })

  test('move on before the answer to a switched scenario', async () => {
    const url = await start(mirror)
    const answer = await post(url, { system: 'mirror', scenario: 'storm' })
    expect(await answer.json()).toEqual({ system: 'mirror', scenario: 'storm' })
    expect(await state(url)).toEqual({ seen: 'storm' })
  })

  test('list their scenarios and the one that is on', async () => {
    const url = await start(mirror)
    await post(url, { system: 'mirror', scenario: 'storm' })
    expect(await (await fetch(`${url}/api/scenarios`)).json()).toEqual({
      systems: [
        { system: 'mirror', scenario: 'storm', scenarios: { calm: 'Nothing happens.', storm: 'All happens.' } },
      ],
    })
  })

  test('refuse what they do not know, and what no page of another site may send', async () => {
    const url = await start(mirror)
    expect((await post(url, { system: 'mirror', scenario: 'flood' })).status).toBe(404)
    expect((await post(url, { system: 'mirrors', scenario: 'storm' })).status).toBe(404)
    expect((await post(url, { system: 'mirror' })).status).toBe(400)
    const body = JSON.stringify({ system: 'mirror', scenario: 'storm' })
    expect((await fetch(`${url}/api/scenario`, { method: 'POST', body })).status).toBe(400)
  })

  test('are tried again when they fail, and answer 503 until then', async () => {
    let attempts = 0
    const late = defineSimulator({
      name: 'late',
      scenarios: { calm: 'Nothing happens.' },
      start: () => {
        attempts += 1
        if (attempts < 2) throw new Error('not yet')
        return { routes: (router) => void router.get('/', (_request, response) => void response.json({ attempts })) }
      },
    })
    const url = await start(late)
    expect((await fetch(`${url}/late/`)).status).toBe(503)
    await post(url, { system: 'late', scenario: 'calm' })
    expect(await (await fetch(`${url}/late/`)).json()).toEqual({ attempts: 2 })
  })

  test('are stopped with the server', async () => {
    let stopped = false
    const one = defineSimulator({
      name: 'one',
      scenarios: { calm: 'Nothing happens.' },
      start: () => ({
        stop: async () => {
          stopped = true
        },
      }),
    })
    const url = await start(one)
    await post(url, { system: 'one', scenario: 'calm' })
    await Promise.all(servers.splice(0).map((server) => server.stop()))
    expect(stopped).toBe(true)
  })
})

test('chance is the same in every run, and another for every name', () => {
  const five = (name: string) => {
    const random = seededRandom(name)
    return Array.from({ length: 5 }, random)
  }
  expect(five('goverse')).toEqual(five('goverse'))
  expect(five('goverse')).not.toEqual(five('manatee'))
  for (const number of five('goverse')) {
    expect(number).toBeGreaterThanOrEqual(0)
    expect(number).toBeLessThan(1)
  }
})
