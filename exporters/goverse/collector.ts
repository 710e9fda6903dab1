import { defineCollector } from '#belfry'
import { graph } from './graph.ts'
import { openInspector } from './inspector.ts'
import { goverseInspectorMetrics } from './metrics.ts'
import { goverseCollectorOptions } from './options.ts'
import { shards } from './shards.ts'

/** Reads GoVerse's inspector; nodes and gates are scraped themselves. */
export const goverseCollector = defineCollector({
  name: 'goverse',
  metrics: [goverseInspectorMetrics],
  needs: [],
  options: goverseCollectorOptions,
  create: ({ options }) => {
    const inspector = openInspector(options)
    return { parts: { graph: graph(inspector), shards: shards(inspector) } }
  },
})
