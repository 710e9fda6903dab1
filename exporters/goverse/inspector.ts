import { CollectError, getJson, z } from '#belfry'
import type { GoverseCollectorOptions } from './options.ts'

/** Go prints a list that was never filled as `null`. */
const list = <T extends z.ZodType>(entry: T) =>
  z
    .array(entry)
    .nullish()
    .transform((entries) => entries ?? [])
const count = z.number().int().min(0)

/** The inspector's `/shards`. */
const shardsPage = z.object({
  shards: list(z.object({ target_node: z.string(), current_node: z.string() })),
  nodes: list(z.string()),
})

const member = { id: z.string(), advertise_addr: z.string().default('') }

/** The inspector's `/graph`; what it draws with is left out. */
const graphPage = z.object({
  goverse_nodes: list(z.object(member)),
  // A number in the versions that know it; a list would be one entry a client.
  goverse_gates: list(
    z.object({
      ...member,
      clients: z.union([count, z.array(z.unknown()).transform(({ length }) => length)]).nullish(),
    }),
  ),
  goverse_objects: list(z.object({ type: z.string(), goverse_node_id: z.string() })),
})

export type Mapping = z.output<typeof shardsPage>
export type Graph = z.output<typeof graphPage>

/** The pages of one inspector. */
export interface Inspector {
  /** @throws CollectError */
  shards(signal: AbortSignal): Promise<Mapping>
  /** @throws CollectError */
  graph(signal: AbortSignal): Promise<Graph>
}

export function openInspector({ inspector, timeout, maxBytes }: GoverseCollectorOptions): Inspector {
  const page = async <T>(path: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> => {
    const url = `${inspector}${path}`
    const parsed = schema.safeParse(await getJson(url, { timeoutMs: timeout, maxBytes, signal }))
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    throw new CollectError('response', `${url}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`)
  }
  return {
    shards: (signal) => page('/shards', shardsPage, signal),
    graph: (signal) => page('/graph', graphPage, signal),
  }
}

/** What a member of the cluster is called: its address, as in GoVerse's own metrics. */
export function nameOf({ id, advertise_addr }: { readonly id: string; readonly advertise_addr: string }): string {
  return advertise_addr === '' ? id : advertise_addr
}
