/** Engines whose configuration depends on their version. */
export type VersionedEngine = 'prometheus' | 'alertmanager'

/** Something that only newer, or only older, versions of an engine understand. */
export interface EngineFeature {
  readonly engine: VersionedEngine
  /** As it is written in the engine's configuration, with the section in front. */
  readonly feature: string
  /** First version that has it, such as `0.28.0`. */
  readonly since: string
  /** First version without it; empty when the newest has it. */
  readonly until: string
  /** What to do on an older version. */
  readonly hint: string
}

const prometheus = (feature: string, since: string, hint: string, until = ''): EngineFeature => ({
  engine: 'prometheus',
  feature,
  since,
  until,
  hint,
})
const alertmanager = (feature: string, since: string, hint: string, until = ''): EngineFeature => ({
  engine: 'alertmanager',
  feature,
  since,
  until,
  hint,
})

/**
 * Features by version, as Debian's builds of 2.42, 2.53 and 3.5, of 0.25, 0.28 and 0.33 accept or refuse them.
 * `since` is the first of these that accepts a feature, unless its release notes name an earlier one.
 */
export const engineFeatures: readonly EngineFeature[] = [
  prometheus('scrape_config_files', '2.43.0', 'Declare the jobs in the stack.'),
  prometheus('scrape.scrape_protocols', '2.49.0', 'Leave it out: older versions negotiate the format.'),
  prometheus('global.sample_limit', '2.45.0', 'Set the limit on each job.'),
  prometheus('scrape.keep_dropped_targets', '2.47.0', 'Leave it out.'),
  prometheus('scrape.enable_compression', '2.50.0', 'Leave it out: older versions always compress.'),
  prometheus('scrape.track_timestamps_staleness', '2.48.0', 'Leave it out.'),
  prometheus('http.http_headers', '2.53.0', 'Put a proxy in front that adds the header.'),
  prometheus('http.basic_auth.username_file', '2.53.0', 'Write the user name into the stack; it is no secret.'),
  prometheus('discovery.kubernetes_sd', '2.53.0', 'Debian builds before that leave it out; use another build.'),
  prometheus('rules.query_offset', '2.53.0', 'Use an `offset` in the query.'),
  prometheus('promql.utf8_names', '3.0.0', 'Use names of letters, digits and underscores.'),
  prometheus('scrape.fallback_scrape_protocol', '3.0.0', 'Leave it out: older versions guess the format.'),
  prometheus('scrape.metric_name_validation_scheme', '3.0.0', 'Leave it out.'),
  prometheus('scrape.always_scrape_classic_histograms', '3.0.0', 'Use scrape_classic_histograms.'),
  prometheus('scrape.scrape_classic_histograms', '2.45.0', 'Use always_scrape_classic_histograms.', '3.0.0'),
  prometheus('rules.group_labels', '3.0.0', 'Put the labels on each rule.'),
  prometheus('remote_write.protobuf_message', '2.54.0', 'Leave it out.'),
  prometheus('otlp', '2.55.0', 'Have the applications scraped.'),
  prometheus('promql.holt_winters', '2.0.0', 'Use double_exponential_smoothing.', '3.0.0'),
  alertmanager('webhook.url_file', '0.26.0', 'Write the URL into the stack when it holds no secret.'),
  alertmanager('webhook.timeout', '0.28.0', 'Leave it out.'),
  alertmanager('telegram.bot_token_file', '0.26.0', 'Older versions know the token only as a value in their file.'),
  alertmanager('telegram.message_thread_id', '0.26.0', 'Leave it out.'),
  alertmanager('pushover.token_file', '0.26.0', 'Older versions know the token only as a value in their file.'),
  // 0.27 knows these two files, and refuses a receiver without the URL itself all the same.
  alertmanager('discord.webhook_url_file', '0.28.0', 'Older versions know the URL only as a value in their file.'),
  alertmanager('msteams', '0.26.0', 'Use a webhook receiver.'),
  alertmanager('msteams.webhook_url_file', '0.28.0', 'Use a webhook receiver.'),
  alertmanager('msteamsv2', '0.28.0', 'Use a webhook receiver.'),
  alertmanager('rocketchat', '0.28.0', 'Use a webhook receiver.'),
  alertmanager('jira', '0.28.0', 'Use a webhook receiver.'),
  alertmanager('http.http_headers', '0.28.0', 'Put a proxy in front that adds the header.'),
  alertmanager('http.basic_auth.username_file', '0.28.0', 'Write the user name into the stack; it is no secret.'),
  alertmanager('matchers.utf8', '0.27.0', 'Use label names of letters, digits and underscores.'),
  alertmanager('slack.app_token', '0.33.0', 'Use an incoming webhook: slack.api_url_file.'),
  alertmanager('telegram.chat_id_file', '0.33.0', 'Write the chat into the stack.'),
  alertmanager('incidentio', '0.33.0', 'Use a webhook receiver.'),
  alertmanager('mattermost', '0.33.0', 'Use a webhook receiver, or Slack with the address of Mattermost.'),
]

/** The feature of that name, when the version lacks it; `null` when it has it or nothing is known of it. */
export function lackedFeature(engine: VersionedEngine, feature: string, version: string): EngineFeature | null {
  const known = engineFeatures.find((entry) => entry.engine === engine && entry.feature === feature)
  if (known === undefined) return null
  const gone = known.until !== '' && compareVersions(version, known.until) >= 0
  return gone || compareVersions(version, known.since) < 0 ? known : null
}

/** Negative when `a` is older than `b`; what is not a number counts as 0. */
export function compareVersions(a: string, b: string): number {
  const left = numbersOf(a)
  const right = numbersOf(b)
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function numbersOf(version: string): readonly number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10) || 0)
}
