/** The keys that Prometheus knows at a place of a rule file. */
export interface KnownKeys {
  /** What the keys belong to. */
  readonly what: string
  readonly keys: readonly string[]
  /** Keys of relatives of Prometheus, and whose they are. */
  readonly elsewhere: Readonly<Record<string, string>>
}

export const fileKeys: KnownKeys = {
  what: 'a rule file',
  keys: ['groups'],
  elsewhere: { namespace: 'Mimir and Cortex' },
}

export const groupKeys: KnownKeys = {
  what: 'a rule group',
  keys: ['name', 'interval', 'query_offset', 'limit', 'labels', 'rules'],
  elsewhere: {
    partial_response_strategy: 'Thanos',
    source_tenants: 'Mimir',
    evaluation_delay: 'Mimir',
    align_evaluation_time_on_interval: 'Mimir',
    remote_write: 'Loki',
  },
}

/** The operator passes this one on to Thanos. */
export const manifestGroupKeys: KnownKeys = { ...groupKeys, keys: [...groupKeys.keys, 'partial_response_strategy'] }

export const ruleKeys: KnownKeys = {
  what: 'a rule',
  keys: ['record', 'alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations'],
  elsewhere: {},
}
