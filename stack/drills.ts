import {
  breakConfiguration,
  type DrillSpec,
  drill,
  fillDisk,
  pauseEngine,
  playScenario,
  stopEngine,
  wrongPassword,
} from '#belfry'

/** Everything that the exporter service of this stack tells about. */
const collected = ['manatee', 'coordination', 'goverse', 'orchestrator', 'postgres', 'redis']
const collectorFails = { alert: 'CollectorFailing' }

/** What is broken on purpose, so that everybody knows what it looks like. Slow ones come first. */
export const drills = (): readonly DrillSpec[] => [
  drill('alertmanager-gone', {
    title: 'Alertmanager stops; who was to be told is told once it is back.',
    fault: stopEngine('alertmanager'),
    expects: { alert: 'AlertmanagerUnreachable' },
    also: [{ alert: 'TargetDown', labels: { job: 'alertmanager' } }],
    // Prometheus knows it when it next sends the alerts that fire.
    shows: '30s',
  }),
  drill('disk-full', {
    title: 'A disk fills up: one of 16 MiB, made for it.',
    fault: fillDisk(16),
    expects: { alert: 'DiskSpaceCritical' },
    also: [{ alert: 'DiskSpaceLow' }],
  }),
  drill('prometheus-configuration', {
    title: 'Somebody breaks the configuration of Prometheus and reloads it.',
    fault: breakConfiguration('prometheus'),
    expects: { alert: 'ConfigReloadFailed', labels: { job: 'prometheus' } },
  }),
  drill('alertmanager-configuration', {
    title: 'Somebody breaks the configuration of Alertmanager and reloads it.',
    fault: breakConfiguration('alertmanager'),
    expects: { alert: 'ConfigReloadFailed', labels: { job: 'alertmanager' } },
  }),
  drill('postgres-stopped', {
    title: 'PostgreSQL stops.',
    fault: stopEngine('postgres'),
    expects: { alert: 'PostgreSQLDown' },
    also: [collectorFails],
    harms: ['postgres-exporter', 'orchestrator'],
  }),
  drill('postgres-password', {
    title: 'The password of PostgreSQL is changed, and nobody tells its exporter.',
    fault: wrongPassword('postgres-exporter', 'postgres_password'),
    expects: { alert: 'PostgreSQLDown' },
    also: [collectorFails],
    harms: ['postgres', 'orchestrator'],
  }),
  drill('postgres-exporter-stopped', {
    title: 'The exporter of PostgreSQL stops.',
    fault: stopEngine('postgres-exporter'),
    expects: { alert: 'TargetDown', labels: { job: 'postgresql' } },
  }),
  drill('redis-stopped', {
    title: 'Redis stops.',
    fault: stopEngine('redis'),
    expects: { alert: 'RedisDown' },
    also: [collectorFails],
    harms: ['redis-exporter', 'coordination'],
  }),
  drill('redis-hung', {
    title: 'Redis hangs: it keeps its connections and answers nobody.',
    fault: pauseEngine('redis'),
    expects: { alert: 'RedisDown' },
    also: [collectorFails, { alert: 'TargetDown', labels: { job: 'redis' } }],
    harms: ['redis-exporter', 'coordination'],
  }),
  drill('redis-exporter-hung', {
    title: 'The exporter of Redis hangs.',
    fault: pauseEngine('redis-exporter'),
    expects: { alert: 'TargetDown', labels: { job: 'redis' } },
  }),
  drill('node-exporter-stopped', {
    title: 'The node exporter stops.',
    fault: stopEngine('node-exporter'),
    expects: { alert: 'TargetDown', labels: { job: 'node' } },
  }),
  drill('exporter-stopped', {
    title: "Belfry's own exporter stops, and with it everything that it tells about.",
    fault: stopEngine('exporter'),
    expects: { alert: 'TargetDown', labels: { job: 'dpg-application' } },
    harms: collected,
  }),
  drill('manatee-no-primary', {
    title: 'A Manatee shard loses its primary while it is frozen.',
    fault: playScenario('manatee', 'no primary'),
    expects: { alert: 'ManateeNoPrimary' },
    also: [{ alert: 'ManateeClusterFrozen' }, { alert: 'ManateePostgresDown' }, { alert: 'ManateeClusterErrors' }],
  }),
  drill('manatee-frozen', {
    title: 'An operator freezes a Manatee shard and forgets it.',
    fault: playScenario('manatee', 'frozen shard'),
    expects: { alert: 'ManateeClusterFrozen' },
  }),
  drill('manatee-slow', {
    title: 'The status servers of a Manatee shard answer more slowly than anybody waits.',
    fault: playScenario('manatee', 'slow endpoint'),
    expects: { alert: 'ManateeShardUnreachable' },
    also: [collectorFails],
  }),
  drill('coordinator-stuck', {
    title: 'A coordinator waits for ever.',
    fault: playScenario('coordination', 'stuck coordinator'),
    expects: { alert: 'StuckCoordinator' },
  }),
  drill('heartbeats-missing', {
    title: 'Waiting coordinators stop giving heartbeats.',
    fault: playScenario('coordination', 'heartbeats missing'),
    expects: { alert: 'HeartbeatFailures' },
  }),
  drill('goverse-node-lost', {
    title: 'A node of GoVerse dies.',
    fault: playScenario('goverse', 'node-lost'),
    expects: { alert: 'TargetDown', labels: { job: 'goverse-nodes' } },
  }),
  drill('orchestrator-no-workers', {
    title: 'All workers of the orchestrator are killed.',
    fault: playScenario('orchestrator', 'no workers'),
    expects: { alert: 'OrchestratorNoWorkers' },
    also: [{ alert: 'TargetDown', labels: { job: 'orchestrator' } }],
    // A worker counts as alive for half a minute after its last heartbeat.
    shows: '30s',
  }),
]
