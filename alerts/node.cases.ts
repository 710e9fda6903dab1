import { cases, changes, example, fires, given, perSecond, quiet, ramp, reset } from '#belfry'
import { nodeMetrics as node } from '../exporters/node/metrics.ts'
import type { NodeOptions } from '../stack/options/node.ts'
import diskCases from './node-disks.cases.ts'
import networkCases from './node-network.cases.ts'

const a = { instance: 'a:9100' } as const
const b = { instance: 'b:9100' } as const

/** Two CPUs of a machine, each idle for a share of the time, which changes at 10m and at 40m. */
const cpus = (at: typeof a | typeof b, ...idle: readonly (readonly [number, number])[]) =>
  idle.flatMap(([before, after], cpu) => [
    given(
      node.cpuSecondsTotal,
      { ...at, cpu: `${cpu}`, mode: 'idle' },
      changes({ '0s': perSecond(before), '10m': perSecond(after), '40m': perSecond(before) }),
    ),
    ...['user', 'system'].map((mode) => given(node.cpuSecondsTotal, { ...at, cpu: `${cpu}`, mode }, perSecond(0.02))),
  ])

export default cases((o: NodeOptions) => [
  example('HighCPUUsage', 'is about all CPUs of a machine together', {
    given: [...cpus(a, [0.9, 0.05], [0.9, 0.25]), ...cpus(b, [0.9, 0.01], [0.9, 0.41])],
    expect: [
      quiet('10m', '24m'),
      fires(['25m30s', '40m'], {
        labels: a,
        summary: 'The CPUs of a:9100 are busy',
        description: '85% of the CPU time of the last 5 minutes was used.',
      }),
      quiet('42m'),
    ],
  }),
  example('HighCPUUsage', 'a fifth that is idle is enough', {
    interval: '1m',
    given: cpus(a, [1 - o.cpuWarning, 1 - o.cpuWarning]),
    expect: [quiet('30m', '60m')],
  }),
  example('HighCPUUsage', 'a machine that has restarted is not busy for it', {
    given: [
      given(
        node.cpuSecondsTotal,
        { ...a, cpu: '0', mode: 'idle' },
        changes({ '0s': perSecond(0.9), '10m': reset(0.9), '12m': reset(0.9), '14m': reset(0.9) }),
      ),
    ],
    expect: [quiet('15m', '25m')],
  }),
  example('HighCPUUsage', 'a batch of ten minutes is none', {
    given: [
      given(
        node.cpuSecondsTotal,
        { ...a, cpu: '0', mode: 'idle' },
        changes({ '0s': perSecond(0.9), '10m': perSecond(0), '20m': perSecond(0.9) }),
      ),
    ],
    expect: [quiet('20m', '23m50s', '30m')],
  }),

  example('CriticalCPUUsage', 'fires when hardly anything is idle', {
    given: [...cpus(a, [0.9, 0.04], [0.9, 0.05]), ...cpus(b, [0.9, 0], [0.9, 0.12])],
    expect: [
      quiet('10m', '19m20s'),
      fires(['21m', '40m'], {
        labels: a,
        summary: 'The CPUs of a:9100 are exhausted',
        description: '95.5% of the CPU time of the last 5 minutes was used.',
      }),
      quiet('40m30s'),
    ],
  }),
  example('CriticalCPUUsage', 'busy is not exhausted', {
    interval: '1m',
    given: cpus(a, [0.05, 0.05]),
    expect: [quiet('30m', '60m')],
  }),

  example('HighMemoryUsage', 'fires while little is available', {
    given: [
      given(node.memoryMemTotalBytes, a, 1000),
      given(node.memoryMemAvailableBytes, a, changes({ '0s': 500, '1m': 145, '20m': 160 })),
      given(node.memoryMemTotalBytes, b, 2000),
      given(node.memoryMemAvailableBytes, b, 301),
    ],
    expect: [
      quiet('11m'),
      fires(['11m10s', '20m'], {
        labels: a,
        summary: 'The memory of a:9100 fills up',
        description: '85.5% of the memory is in use.',
      }),
      quiet('20m10s'),
    ],
  }),
  example('HighMemoryUsage', 'a little more room is enough', {
    given: [given(node.memoryMemTotalBytes, a, 1000), given(node.memoryMemAvailableBytes, a, 150)],
    expect: [quiet('20m')],
  }),

  example('CriticalMemoryUsage', 'fires while almost nothing is available', {
    given: [
      given(node.memoryMemTotalBytes, a, 1000),
      given(node.memoryMemAvailableBytes, a, changes({ '0s': 500, '1m': 45, '20m': 60 })),
      given(node.memoryMemTotalBytes, b, 2000),
      given(node.memoryMemAvailableBytes, b, 102),
    ],
    expect: [
      quiet('6m'),
      fires(['6m10s', '20m'], {
        labels: a,
        summary: 'The memory of a:9100 is almost used up',
        description: '95.5% of the memory is in use; soon the kernel kills processes.',
      }),
      quiet('20m10s'),
    ],
  }),
  example('CriticalMemoryUsage', 'full is not used up', {
    given: [given(node.memoryMemTotalBytes, a, 1000), given(node.memoryMemAvailableBytes, a, 50)],
    expect: [quiet('20m')],
  }),

  ...diskCases(o),

  ...networkCases(o),

  example('HighSystemLoad', 'is measured by the number of CPUs', {
    given: [
      ...cpus(a, [0.5, 0.5], [0.5, 0.5]),
      given(node.load15, a, changes({ '0s': 1, '1m': 3.1, '30m': 3 })),
      ...cpus(b, [0.5, 0.5]),
      given(node.load15, b, 1.5),
    ],
    expect: [
      quiet('16m'),
      fires(['16m10s', '30m'], {
        labels: a,
        summary: 'a:9100 has more work than CPUs',
        description: 'The load of the last 15 minutes is 1.6 for each CPU.',
      }),
      quiet('30m10s'),
    ],
  }),
  example('HighSystemLoad', 'two CPUs carry what is too much for one', {
    given: [...cpus(a, [0.5, 0.5], [0.5, 0.5]), given(node.load15, a, 2.9)],
    expect: [quiet('30m')],
  }),

  example('ClockSkew', 'fires whichever way the clock is off', {
    given: [
      given(node.timexOffsetSeconds, a, changes({ '0s': 0.001, '1m': -0.2, '20m': o.clockOffsetSeconds })),
      given(node.timexOffsetSeconds, b, changes({ '0s': 0.001, '1m': 0.055, '10m': -0.04 })),
    ],
    expect: [
      quiet('6m'),
      fires(
        '6m10s',
        {
          labels: a,
          summary: 'The clock of a:9100 is off',
          description: 'The clock differs from its reference by 200ms.',
        },
        {
          labels: b,
          summary: 'The clock of b:9100 is off',
          description: 'The clock differs from its reference by 55ms.',
        },
      ),
      fires('20m', {
        labels: a,
        summary: 'The clock of a:9100 is off',
        description: 'The clock differs from its reference by 200ms.',
      }),
      quiet('20m10s'),
    ],
  }),
  example('ClockSkew', 'a clock that is moved back in time is none', {
    given: [given(node.timexOffsetSeconds, a, changes({ '0s': ramp(0.2, -0.001) }))],
    expect: [quiet('2m', '2m40s', '7m')],
  }),

  example('HighContextSwitching', 'fires while a machine does little else', {
    given: [
      given(
        node.contextSwitchesTotal,
        a,
        changes({ '0s': perSecond(2000), '10m': perSecond(24_000), '40m': reset(24_000), '60m': perSecond(2000) }),
      ),
      given(node.contextSwitchesTotal, b, perSecond(9900)),
    ],
    expect: [
      quiet('10m', '26m20s'),
      fires(['30m', '39m', '59m'], {
        labels: a,
        summary: 'a:9100 switches context very often',
        description: '24k context switches per second.',
      }),
      quiet('64m'),
    ],
  }),
  example('HighContextSwitching', 'ten thousand a second may be', {
    interval: '1m',
    given: [
      given(
        node.contextSwitchesTotal,
        a,
        changes({ '0s': perSecond(o.contextSwitchRate + 0.5), '40m': perSecond(o.contextSwitchRate) }),
      ),
    ],
    expect: [
      fires('40m', {
        labels: a,
        summary: 'a:9100 switches context very often',
        description: '10k context switches per second.',
      }),
      quiet('46m', '70m'),
    ],
  }),
  example('HighContextSwitching', 'a burst is not worth a look', {
    given: [
      given(
        node.contextSwitchesTotal,
        a,
        changes({ '0s': perSecond(2000), '10m': perSecond(24_000), '22m': perSecond(2000) }),
      ),
    ],
    expect: [quiet('22m', '25m', '40m')],
  }),
])
