/** Status servers and cluster details of as many Manatee shards as anybody asks for: `/<shard>/<peer>/state` and so on. */
import { createServer } from 'node:http'

const ident = (shard, peer) => {
  const ip = `10.${Math.floor(shard / 256)}.${shard % 256}.${peer}`
  const id = `${ip}:5432:12345`
  return {
    id,
    ip,
    zoneId: `zone-${shard}-${peer}`,
    pgUrl: `tcp://postgres@${ip}:5432/postgres`,
    backupUrl: `http://${ip}:12345`,
  }
}
const state = (shard, peer) => {
  const [primary, sync, async] = [1, 2, 3].map((number) => ident(shard, number))
  const zkstate = { generation: 42, primary, sync, async: [async], deposed: [], initWal: '3/12345678' }
  const role = ['primary', 'sync', 'async'][peer - 1]
  return { ...ident(shard, peer), role, zkpeers: [primary, sync, async], zkstate, pending: [] }
}
const details = (shard) => {
  const idents = [1, 2, 3].map((number) => ident(shard, number))
  const row = (behind) =>
    behind && {
      pid: 100,
      client_addr: behind.ip,
      state: 'streaming',
      sent_lsn: '3/12345678',
      write_lsn: '3/12345678',
      flush_lsn: '3/12345678',
      replay_lsn: '3/12345600',
    }
  const peer = (one, index) => {
    const lag = index === 0 ? null : { milliseconds: 12 }
    return {
      pgp_ident: one,
      pgp_label: one.id,
      pgp_pgerr: null,
      pgp_lag: lag,
      pgp_repl: row(idents[index + 1]) ?? null,
    }
  }
  const [primary, sync, async] = idents.map(({ id }) => id)
  return {
    pgs_generation: 42,
    pgs_peers: Object.fromEntries(idents.map((one, index) => [one.id, peer(one, index)])),
    pgs_primary: primary,
    pgs_sync: sync,
    pgs_asyncs: [async],
    pgs_deposed: [],
    pgs_frozen: false,
    pgs_singleton: false,
    pgs_errors: [],
    pgs_warnings: [],
  }
}
const ping = { healthy: true, error: null, lastCheck: Date.now() }
const restore = { restore: { done: true, size: '5368709120', completed: '5368709120' } }

const server = createServer((request, response) => {
  const [, shard, peer, what] = request.url.split('/')
  const answers = { state: () => state(Number(shard), Number(peer)), ping: () => ping, restore: () => restore }
  response.end(JSON.stringify(peer === 'details' ? details(Number(shard)) : answers[what]()))
})
server.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('disconnect', () => process.exit())
