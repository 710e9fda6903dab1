import type { ProgramName } from './program.ts'

/** The official release archive of a program. */
export interface Release {
  readonly version: string
  /** URL of the folder that holds the archive. */
  readonly folder: string
  /** Name of the archive for a platform such as `linux-amd64`. */
  readonly file: (platform: string) => string
  /** Path inside the archive, below its one top folder. */
  readonly executable: string
  /** SHA-256 of the archive by platform; a platform without one cannot be fetched. */
  readonly sha256: Readonly<Record<string, string>>
}

/** What is to be known of a program to find, fetch and ask it. */
export interface ProgramFacts {
  /** Names of the executable, the author's first; distributions rename some. */
  readonly executables: readonly string[]
  /** Folders beside `PATH` in which it is put; `*` stands for one part of a path. */
  readonly folders: readonly string[]
  /** Programs without which it is of no use, in the same folder. */
  readonly companions: readonly string[]
  /** Debian packages to unpack; of each pattern, the available package with the highest number in its name. */
  readonly packages: readonly RegExp[]
  /** What a person installs; empty when no distribution carries it. */
  readonly installName: string
  /** Paths that Debian fixes at build time, to files that then stand in the cache instead. */
  readonly fixedFolder: string
  readonly release: Release | null
}

const prometheusRelease: Release = {
  version: '3.5.0',
  folder: 'https://github.com/prometheus/prometheus/releases/download/v3.5.0',
  file: (platform) => `prometheus-3.5.0.${platform}.tar.gz`,
  executable: 'prometheus',
  sha256: {
    'linux-amd64': 'e811827af26d822afb09a4f28314f61b618b12cff5369835a67f674d8b46f39a',
    'linux-arm64': '173389cc42bf09c4e6e54cb53fa07a5a835d7c261e14775d2183181d6e385d1c',
    'darwin-arm64': 'c17bc2c992f0b5515eebe2b4ccd626214f8e309a0fe6ec40ed13c42ec13d05fb',
  },
}

const alertmanagerRelease: Release = {
  version: '0.28.1',
  folder: 'https://github.com/prometheus/alertmanager/releases/download/v0.28.1',
  file: (platform) => `alertmanager-0.28.1.${platform}.tar.gz`,
  executable: 'alertmanager',
  sha256: {
    'linux-amd64': '5ac7ab5e4b8ee5ce4d8fb0988f9cb275efcc3f181b4b408179fafee121693311',
    'linux-arm64': 'd8832540e5b9f613d2fd759e31d603173b9c61cc7bb5e3bc7ae2f12038b1ce4f',
  },
}

const nothingElse = { folders: [], companions: [], fixedFolder: '' } as const

/** The one table of all programs. Releases have the versions that `src/model/engine-defaults.ts` pins. */
export const programs: Readonly<Record<ProgramName, ProgramFacts>> = {
  prometheus: {
    ...nothingElse,
    executables: ['prometheus'],
    packages: [/^prometheus$/],
    installName: 'prometheus',
    fixedFolder: '/usr/share/prometheus/web',
    release: prometheusRelease,
  },
  promtool: {
    ...nothingElse,
    executables: ['promtool'],
    // Newer Debian has it in a package of its own, older in that of Prometheus.
    packages: [/^promtool$|^prometheus$/],
    installName: 'prometheus',
    release: { ...prometheusRelease, executable: 'promtool' },
  },
  alertmanager: {
    ...nothingElse,
    executables: ['alertmanager', 'prometheus-alertmanager'],
    packages: [/^prometheus-alertmanager$/],
    installName: 'prometheus-alertmanager',
    fixedFolder: '/usr/share/prometheus/alertmanager',
    release: alertmanagerRelease,
  },
  amtool: {
    ...nothingElse,
    executables: ['amtool'],
    packages: [/^prometheus-alertmanager$/],
    installName: 'prometheus-alertmanager',
    release: { ...alertmanagerRelease, executable: 'amtool' },
  },
  node_exporter: {
    ...nothingElse,
    executables: ['node_exporter', 'prometheus-node-exporter'],
    packages: [/^prometheus-node-exporter$/],
    installName: 'prometheus-node-exporter',
    release: {
      version: '1.9.1',
      folder: 'https://github.com/prometheus/node_exporter/releases/download/v1.9.1',
      file: (platform) => `node_exporter-1.9.1.${platform}.tar.gz`,
      executable: 'node_exporter',
      sha256: {
        'linux-amd64': 'becb950ee80daa8ae7331d77966d94a611af79ad0d3307380907e0ec08f5b4e8',
        'linux-arm64': '848f139986f63232ced83babe3cad1679efdbb26c694737edc1f4fbd27b96203',
      },
    },
  },
  postgres_exporter: {
    ...nothingElse,
    executables: ['postgres_exporter', 'prometheus-postgres-exporter'],
    packages: [/^prometheus-postgres-exporter$/],
    installName: 'prometheus-postgres-exporter',
    release: {
      version: '0.17.1',
      folder: 'https://github.com/prometheus-community/postgres_exporter/releases/download/v0.17.1',
      file: (platform) => `postgres_exporter-0.17.1.${platform}.tar.gz`,
      executable: 'postgres_exporter',
      sha256: {
        'linux-amd64': '6da7d2edafd69ecceb08addec876786fa609849f6d5f903987c0d61c3fc89506',
        'linux-arm64': '405af4e838a3d094d575e5aaeac43bd0a1818aaf2c840a3c8fc2c6fcc77218dc',
      },
    },
  },
  redis_exporter: {
    ...nothingElse,
    executables: ['redis_exporter', 'prometheus-redis-exporter'],
    packages: [/^prometheus-redis-exporter$/],
    installName: 'prometheus-redis-exporter',
    release: {
      version: '1.74.0',
      folder: 'https://github.com/oliver006/redis_exporter/releases/download/v1.74.0',
      file: (platform) => `redis_exporter-v1.74.0.${platform}.tar.gz`,
      executable: 'redis_exporter',
      sha256: {
        'linux-amd64': '481830d1a238cadfb84dacef9381012c7b2aa1d400baa9bc551995b8839f55a3',
        'linux-arm64': 'a864fed00d83c4f43257738abd0cd09343b075591eae2ee43a573e0c9693c36c',
      },
    },
  },
  postgres: {
    executables: ['postgres'],
    // Distributions keep it off PATH, in a folder of its version.
    folders: ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/opt/homebrew/opt/postgresql*/bin'],
    companions: ['initdb', 'psql', 'pg_isready'],
    packages: [/^postgresql-\d+$/, /^postgresql-client-\d+$/],
    installName: 'postgresql',
    fixedFolder: '',
    release: null,
  },
  'redis-server': {
    ...nothingElse,
    executables: ['redis-server', 'valkey-server'],
    // The server is a link to a program of the tools.
    packages: [/^redis-server$/, /^redis-tools$/],
    installName: 'redis-server',
    release: null,
  },
  grafana: {
    ...nothingElse,
    executables: ['grafana'],
    folders: ['/usr/share/grafana/bin'],
    packages: [],
    installName: '',
    release: {
      version: '12.0.2',
      folder: 'https://dl.grafana.com/oss/release',
      file: (platform) => `grafana-12.0.2.${platform}.tar.gz`,
      executable: 'bin/grafana',
      sha256: {
        'linux-amd64': 'c1755b4da918edfd298d5c8d5f1ffce35982ad10e1640ec356570cfb8c34b3e8',
        'linux-arm64': 'bc0b186458cc91e2f96a06ecff2b3b4033b1a6ffd2449817e2a430a0b4ae4f12',
        'darwin-arm64': '3f162ba5dc3bbd0133055ecd40f4f1f791b287bee8e0487449f001b6e1c11a4f',
      },
    },
  },
}

/** The variable of the environment in which a person gives the path of a program: `BELFRY_PROGRAM_REDIS_SERVER`. */
export function pathVariable(name: ProgramName): string {
  return `BELFRY_PROGRAM_${name.toUpperCase().replaceAll('-', '_')}`
}

/** Such as `linux-amd64`. */
export function platformOf({ platform, arch }: { platform: string; arch: string }): string {
  return `${platform}-${arch === 'x64' ? 'amd64' : arch}`
}
