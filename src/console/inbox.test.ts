import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openInbox } from './inbox.ts'
import type { Webhook } from './notification.ts'

let stateDir = ''

function webhook(alertname: string): Webhook {
  return {
    version: '4',
    groupKey: alertname,
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'inbox',
    groupLabels: { alertname },
    commonLabels: {},
    commonAnnotations: {},
    externalURL: '',
    alerts: [
      {
        status: 'firing',
        labels: { alertname },
        annotations: {},
        startsAt: '2026-01-01T00:00:00Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: '',
        fingerprint: '',
      },
    ],
  }
}

const names = (inbox: Awaited<ReturnType<typeof openInbox>>): readonly (string | undefined)[] =>
  inbox.list().map(({ groupKey }) => groupKey)

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'belfry-inbox-'))
})
afterEach(() => rm(stateDir, { recursive: true }))

describe('an inbox', () => {
  it('keeps what rang over a restart, and counts on', async () => {
    const before = await openInbox({ stateDir })
    await Promise.all([before.add(webhook('A')), before.add(webhook('B'))])
    const after = await openInbox({ stateDir })
    expect(names(after)).toEqual(['A', 'B'])
    expect(await after.add(webhook('C'))).toMatchObject({ id: 3 })
  })

  it('starts from a file whose last line was cut off', async () => {
    const before = await openInbox({ stateDir })
    await before.add(webhook('A'))
    await appendFile(join(stateDir, 'inbox.jsonl'), '{"id":2,"recei')
    const after = await openInbox({ stateDir })
    await after.add(webhook('B'))
    expect(names(await openInbox({ stateDir }))).toEqual(['A', 'B'])
  })

  it('forgets the oldest, in memory and in the file', async () => {
    const inbox = await openInbox({ stateDir, keep: 2 })
    for (const name of ['A', 'B', 'C', 'D', 'E']) await inbox.add(webhook(name))
    expect(names(inbox)).toEqual(['D', 'E'])
    expect((await readFile(join(stateDir, 'inbox.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(2)
  })

  it('keeps no more bytes than it may', async () => {
    const inbox = await openInbox({ stateDir, keepBytes: 900 })
    for (const name of ['A', 'B', 'C', 'D', 'E']) await inbox.add(webhook(name))
    expect(names(inbox)).toEqual(['D', 'E'])
  })

  it('keeps its file small where notifications are large', async () => {
    const inbox = await openInbox({ stateDir, keepBytes: 900 })
    for (let count = 0; count < 50; count++) await inbox.add(webhook('A'))
    expect((await readFile(join(stateDir, 'inbox.jsonl'))).length).toBeLessThan(2 * 900 + 500)
  })

  it('takes no more than it can write', async () => {
    const inbox = await openInbox({ stateDir })
    const added = await Promise.all(Array.from({ length: 150 }, () => inbox.add(webhook('A'))))
    expect(added.filter((one) => one === null)).toHaveLength(50)
    expect(inbox.list()).toHaveLength(100)
    expect(await inbox.add(webhook('B'))).toMatchObject({ id: 101 })
  })

  it('lists what came after a moment, and what has an alert of a name', async () => {
    const times = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.000Z']
    const inbox = await openInbox({ stateDir, now: () => new Date(times.shift() ?? 0) })
    await inbox.add(webhook('A'))
    await inbox.add(webhook('B'))
    expect(inbox.list({ since: new Date('2026-01-01T00:00:00Z') }).map(({ id }) => id)).toEqual([2])
    expect(inbox.list({ alertname: 'A' }).map(({ id }) => id)).toEqual([1])
  })

  it('says when its folder cannot be used', async () => {
    await writeFile(join(stateDir, 'file'), '')
    await expect(openInbox({ stateDir: join(stateDir, 'file/state') })).rejects.toMatchObject({ code: 'START_FAILED' })
  })
})
