import { jsonSource, parseDuration, z } from '#belfry'
import { targetUrl } from './target-url.ts'

const duration = (least: number) =>
  z
    .string()
    .refine((text) => (parseDuration(text) ?? -1) >= least, 'expected a duration such as 10s')
    .transform((text) => parseDuration(text) ?? 0)
const name = z.string().min(1)
const target = name.refine(
  (text) => targetUrl(text) !== null,
  'expected host:port or an HTTP URL, without user, query and fragment',
)
const pattern = z.string().refine(isPattern, 'expected a regular expression')

/** What a stack can say about the Manatee collector. */
export const manateeOptions = z.strictObject({
  /** Whether anything is read at all. */
  enabled: z.boolean().default(true),
  /** How long what a shard answered is served again. */
  cacheTtl: duration(0).prefault('10s'),
  /** For each request to a status server. */
  timeout: duration(1).prefault('1s'),
  /** Sources that are read at a time. */
  concurrency: z.int().min(1).max(1000).default(200),

  shards: z
    .array(
      z.strictObject({
        /** Name of the shard, as in `1.moray.region.example`. */
        name,
        /** Status servers of its peers: `host:port`, the port after that of PostgreSQL, or a URL. */
        peers: z.array(target).default([]),
        /** Where its cluster details are; without them, replication and errors are unknown. */
        details: jsonSource.optional(),
      }),
    )
    .default([])
    .refine(
      (shards) => new Set(shards.map((shard) => shard.name)).size === shards.length,
      'each shard needs a name of its own',
    ),

  details: z
    .strictObject({
      /** For reading the cluster details once. */
      timeout: duration(1).prefault('3s'),
      /** Age from which a file with details is no news. */
      maxAge: duration(1).prefault('2m'),
    })
    .prefault({}),

  /** Targets that a probe may name beside the peers above, as a regular expression for all of `host:port` or the URL. */
  probeTargets: pattern.default(''),
})

export type ManateeOptions = z.output<typeof manateeOptions>
export type ShardOptions = ManateeOptions['shards'][number]

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u')
    return true
  } catch {
    return false
  }
}
