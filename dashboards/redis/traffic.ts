import { panel, promql, row, target } from '#belfry'
import { redisMetrics as m } from '../../exporters/redis/metrics.ts'
import type { RedisOptions } from '../../stack/options/redis.ts'
import { below, limits, numbers, numbersBeside, red } from '../look.ts'
import { of } from './selectors.ts'

/** Who is connected. */
export function clients(o: RedisOptions) {
  return row('Clients', [
    panel(
      'timeseries',
      {
        title: 'Clients',
        unit: 'short',
        min: 0,
        legend: numbers,
        thresholds: limits(o.clients),
        thresholdStyle: 'dashed',
        overrides: [red('/blocked/')],
        width: 8,
      },
      [
        target(promql`${m.connectedClients}${of}`, 'connected {{instance}}'),
        target(promql`${m.blockedClients}${of}`, 'blocked {{instance}}'),
      ],
    ),
    panel(
      'timeseries',
      { title: 'Connections', unit: 'ops', min: 0, legend: numbers, overrides: [red('/rejected/')], width: 8 },
      [
        target(
          promql`sum by (instance) (rate(${m.connectionsReceivedTotal}${of}[$__rate_interval]))`,
          'accepted {{instance}}',
        ),
        target(
          promql`sum by (instance) (rate(${m.rejectedConnectionsTotal}${of}[$__rate_interval]))`,
          'rejected {{instance}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Network',
        description: 'Received above the axis, sent below.',
        unit: 'Bps',
        legend: numbers,
        overrides: [below('/sent/')],
        width: 8,
      },
      [
        target(
          promql`sum by (instance) (rate(${m.netInputBytesTotal}${of}[$__rate_interval]))`,
          'received {{instance}}',
        ),
        target(promql`sum by (instance) (rate(${m.netOutputBytesTotal}${of}[$__rate_interval]))`, 'sent {{instance}}'),
      ],
    ),
  ])
}

/** What the clients ask, and what it costs. */
export function commands() {
  return row('Commands', [
    panel(
      'timeseries',
      { title: 'Commands by name', unit: 'ops', min: 0, draw: 'area', stack: 'normal', legend: numbersBeside },
      [target(promql`topk(10, sum by (cmd) (rate(${m.commandsTotal}${of}[$__rate_interval])) > 0)`, '{{cmd}}')],
    ),
    panel('timeseries', { title: 'Mean time of a command', unit: 's', min: 0, legend: numbersBeside }, [
      target(
        promql`
          topk(10,
            sum by (cmd) (rate(${m.commandsDurationSecondsTotal}${of}[$__rate_interval]))
              / (sum by (cmd) (rate(${m.commandsTotal}${of}[$__rate_interval])) > 0)
          )`,
        '{{cmd}}',
      ),
    ]),
    panel(
      'timeseries',
      {
        title: 'Slow commands',
        description: 'New entries of the slow log.',
        unit: 'short',
        min: 0,
        draw: 'bars',
        legend: numbers,
      },
      [target(promql`delta(${m.slowlogLastId}${of}[$__rate_interval]) >= 0`, '{{instance}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'CPU',
        description: '100 % is one core; Redis executes commands on one.',
        unit: 'percentunit',
        min: 0,
        draw: 'area',
        stack: 'normal',
        legend: numbers,
      },
      [
        target(promql`sum(rate(${m.cpuUserSecondsTotal}${of}[$__rate_interval]))`, 'user'),
        target(promql`sum(rate(${m.cpuSysSecondsTotal}${of}[$__rate_interval]))`, 'system'),
      ],
    ),
  ])
}
