import { lackedFeature } from '../model/engine-features.ts'
import type { Prometheus, ScrapeJob } from '../model/model.ts'
import { httpClient } from './http-client.ts'
import { omitEmpty } from './omit-empty.ts'
import { discoveryConfigs } from './prometheus-discovery.ts'
import { relabelConfigs } from './relabel-configs.ts'

/** One entry of `scrape_configs`; what equals the global settings is left to them. */
export function scrapeConfig(job: ScrapeJob, global: Prometheus, version: string): object {
  const takesFallback = lackedFeature('prometheus', 'scrape.fallback_scrape_protocol', version) === null
  return {
    job_name: job.name,
    scrape_interval: job.interval === global.scrapeInterval ? undefined : job.interval,
    scrape_timeout: job.timeout === global.scrapeTimeout ? undefined : job.timeout,
    // Version 3 refuses a target that names no content type; 2 took it for text.
    fallback_scrape_protocol: takesFallback ? 'PrometheusText0.0.4' : undefined,
    metrics_path: job.path === '/metrics' ? undefined : job.path,
    honor_labels: omitEmpty(job.honorLabels),
    honor_timestamps: job.honorTimestamps ? undefined : false,
    scheme: job.scheme === 'http' ? undefined : job.scheme,
    params: omitEmpty(job.params),
    ...httpClient(job),
    ...discoveryConfigs(job.targets),
    relabel_configs: relabelConfigs(job.relabel),
    metric_relabel_configs: relabelConfigs(job.metricRelabel),
    body_size_limit: omitEmpty(job.bodySizeLimit),
    sample_limit: omitEmpty(job.sampleLimit),
    label_limit: omitEmpty(job.labelLimit),
    label_name_length_limit: omitEmpty(job.labelNameLengthLimit),
    label_value_length_limit: omitEmpty(job.labelValueLengthLimit),
    target_limit: omitEmpty(job.targetLimit),
  }
}
