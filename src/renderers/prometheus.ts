import { toYaml } from '../formats/yaml.ts'
import { type Artifact, artifact } from '../model/artifact.ts'
import { compareVersions } from '../model/engine-features.ts'
import type { Model, Prometheus } from '../model/model.ts'
import { prometheusConfigPath, ruleFilesPattern } from '../model/names.ts'
import type { Labels } from '../spec/labels.ts'
import { httpClient } from './http-client.ts'
import { omitEmpty } from './omit-empty.ts'
import { scrapeConfig } from './prometheus-jobs.ts'
import { relabelConfigs } from './relabel-configs.ts'

/** `prometheus.yml`. Retention is not in it: Prometheus takes that from its command line. */
export function renderPrometheus(model: Model): readonly Artifact[] {
  const { prometheus } = model
  const { version } = model.engines.prometheus
  const config = {
    global: {
      scrape_interval: prometheus.scrapeInterval,
      scrape_timeout: prometheus.scrapeTimeout,
      evaluation_interval: prometheus.evaluationInterval,
      external_labels: omitEmpty(externalLabels(model.externalLabels, version)),
    },
    // Relative to the folder of this file.
    rule_files: model.ruleFiles.length === 0 ? undefined : [ruleFilesPattern],
    scrape_configs: prometheus.jobs.map((job) => scrapeConfig(job, prometheus, version)),
    alerting: prometheus.alertmanagers.length === 0 ? undefined : { alertmanagers: alertmanagers(prometheus) },
    remote_write: omitEmpty(remoteWrite(prometheus)),
    remote_read: omitEmpty(remoteRead(prometheus)),
  }
  return [artifact(prometheusConfigPath, toYaml(config))]
}

/** From version 3 on, `$` in an external label refers to an environment variable. */
function externalLabels(labels: Labels, version: string): Labels {
  if (compareVersions(version, '3.0.0') < 0) return labels
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, value.replaceAll('$', '$$$$')]))
}

function alertmanagers(prometheus: Prometheus): readonly object[] {
  return prometheus.alertmanagers.map(({ targets, scheme, authorization, tls }) => ({
    scheme: scheme === 'http' ? undefined : scheme,
    ...httpClient({ authorization, tls }),
    static_configs: [{ targets }],
  }))
}

function remoteWrite(prometheus: Prometheus): readonly object[] {
  return prometheus.remoteWrite.map(({ name, url, writeRelabel, authorization, tls }) => ({
    url,
    name,
    ...httpClient({ authorization, tls }),
    write_relabel_configs: relabelConfigs(writeRelabel),
  }))
}

function remoteRead(prometheus: Prometheus): readonly object[] {
  return prometheus.remoteRead.map(({ url, readRecent, authorization, tls }) => ({
    url,
    read_recent: omitEmpty(readRecent),
    ...httpClient({ authorization, tls }),
  }))
}
