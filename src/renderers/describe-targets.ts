import type { ScrapeTargets } from '../model/model.ts'

/** One line that says where targets come from. */
export function describeTargets(source: ScrapeTargets): string {
  switch (source.kind) {
    case 'static':
      return source.targets.join(', ')
    case 'file':
      return `the files ${source.files.join(', ')}`
    case 'dns':
      return `DNS: ${source.names.join(', ')}`
    case 'http':
      return `HTTP: ${source.url}`
    case 'consul':
      return `Consul at ${source.server}`
    case 'docker':
      return `Docker at ${source.host}`
    case 'kubernetes':
      return `Kubernetes, role ${source.role}`
    case 'ec2':
      return `EC2, region ${source.region}`
    case 'triton':
      return `Triton at ${source.endpoint}, account ${source.account}`
  }
}
