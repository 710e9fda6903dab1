import { cases, changes, example, fires, given, perSecond, quiet, reset } from '#belfry'
import { nodeMetrics as node } from '../exporters/node/metrics.ts'
import type { NodeOptions } from '../stack/options/node.ts'

const a = { instance: 'a:9100' } as const

export default cases((o: NodeOptions) => [
  example('NetworkErrors', 'adds up both directions of an interface', {
    given: [
      given(
        node.networkReceiveErrsTotal,
        { ...a, device: 'eth0' },
        changes({ '0s': perSecond(0), '10m': perSecond(7), '40m': perSecond(0) }),
      ),
      given(
        node.networkTransmitErrsTotal,
        { ...a, device: 'eth0' },
        changes({ '0s': perSecond(0), '10m': perSecond(8), '40m': perSecond(0) }),
      ),
      given(node.networkReceiveErrsTotal, { ...a, device: 'eth1' }, perSecond(9.5)),
      given(node.networkTransmitErrsTotal, { ...a, device: 'eth1' }, perSecond(0.4)),
    ],
    expect: [
      quiet('10m', '22m40s'),
      fires('24m10s', {
        labels: { ...a, device: 'eth0' },
        summary: 'Interface eth0 of a:9100 has errors',
        description: '15 errors per second while receiving and sending.',
      }),
      fires('41m', {
        labels: { ...a, device: 'eth0' },
        summary: 'Interface eth0 of a:9100 has errors',
        description: '11.84 errors per second while receiving and sending.',
      }),
      quiet('42m30s'),
    ],
  }),
  example('NetworkErrors', 'counts on after a restart', {
    given: [
      given(
        node.networkReceiveErrsTotal,
        { ...a, device: 'eth0' },
        changes({ '0s': perSecond(5.5), '20m': reset(5.5) }),
      ),
      given(
        node.networkTransmitErrsTotal,
        { ...a, device: 'eth0' },
        changes({ '0s': perSecond(5.5), '20m': reset(5.5) }),
      ),
    ],
    expect: [
      fires('22m', {
        labels: { ...a, device: 'eth0' },
        summary: 'Interface eth0 of a:9100 has errors',
        description: '10.42 errors per second while receiving and sending.',
      }),
    ],
  }),
  example('NetworkErrors', 'some errors are ordinary', {
    interval: '1m',
    given: [
      given(node.networkReceiveErrsTotal, { ...a, device: 'eth0' }, perSecond(o.networkErrorRate - 4)),
      given(node.networkTransmitErrsTotal, { ...a, device: 'eth0' }, perSecond(4)),
    ],
    expect: [quiet('30m')],
  }),

  example('HighNetworkTraffic', 'is not about what a machine says to itself', {
    given: [
      given(
        node.networkReceiveBytesTotal,
        { ...a, device: 'eth0' },
        changes({
          '0s': perSecond(1000),
          '10m': perSecond(o.networkBytesRate * 1.2),
          '40m': reset(o.networkBytesRate * 1.2),
          '60m': perSecond(1000),
        }),
      ),
      given(node.networkReceiveBytesTotal, { ...a, device: 'lo' }, perSecond(o.networkBytesRate * 3)),
      given(node.networkReceiveBytesTotal, { ...a, device: 'eth1' }, perSecond(o.networkBytesRate * 0.95)),
    ],
    expect: [
      quiet('10m', '28m50s'),
      fires(['29m50s', '39m', '59m'], {
        labels: { ...a, device: 'eth0' },
        summary: 'Interface eth0 of a:9100 receives very much',
        description: '120MiB per second are received.',
      }),
      quiet('61m30s'),
    ],
  }),
  example('HighNetworkTraffic', 'half a byte decides', {
    interval: '1m',
    given: [
      given(
        node.networkReceiveBytesTotal,
        { ...a, device: 'eth0' },
        changes({ '0s': perSecond(o.networkBytesRate + 0.5), '40m': perSecond(o.networkBytesRate) }),
      ),
    ],
    expect: [
      fires('40m', {
        labels: { ...a, device: 'eth0' },
        summary: 'Interface eth0 of a:9100 receives very much',
        description: '100MiB per second are received.',
      }),
      quiet('46m', '70m'),
    ],
  }),
  example('HighNetworkTraffic', 'a copy of a quarter of an hour is none', {
    given: [
      given(
        node.networkReceiveBytesTotal,
        { ...a, device: 'eth0' },
        changes({ '0s': perSecond(1000), '10m': perSecond(o.networkBytesRate * 1.2), '25m': perSecond(1000) }),
      ),
    ],
    expect: [quiet('25m', '29m10s', '40m')],
  }),
])
