import { defineConfig } from 'vitest/config'

/** Unit tests stand beside their code; tests that start engines live in `test/` and end in `.engine.test.ts` or `.docker.test.ts`. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'exporters/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/*.docker.test.ts'],
    // One more than a small machine has processors: engines are waited for more than they compute.
    maxWorkers: 3,
    // Engines start slowly on a busy machine; no test asserts a speed.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    // What real engines do on a busy machine may fail once; the report says what was tried again.
    retry: 1,
  },
})
