import { parseDuration, z } from '#belfry'

const duration = z
  .string()
  .refine((text) => (parseDuration(text) ?? 0) > 0, 'expected a duration such as 4s')
  .transform((text) => parseDuration(text) ?? 0)

/** What a stack can say about the GoVerse collector. */
export const goverseCollectorOptions = z.strictObject({
  /** Origin of the inspector, such as `http://inspector:8080`. */
  inspector: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  /** Time for each of its pages. */
  timeout: duration.prefault('4s'),
  /** Bytes that a page may have; the graph lists every object. */
  maxBytes: z
    .int()
    .min(1024)
    .default(64 * 1024 * 1024),
})

export type GoverseCollectorOptions = z.output<typeof goverseCollectorOptions>
