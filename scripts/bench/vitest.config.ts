import { defineConfig } from 'vitest/config'

/** Benchmarks that need real servers; they print figures and assert nothing about them. */
export default defineConfig({
  test: {
    include: ['scripts/bench/**/*.bench.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    reporters: ['default'],
  },
})
