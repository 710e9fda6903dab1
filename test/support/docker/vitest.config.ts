import { defineConfig } from 'vitest/config'

/** The tests that need a Docker engine; they share its ports, so they run one after the other. */
export default defineConfig({
  test: {
    include: ['test/**/*.docker.test.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 600_000,
  },
})
