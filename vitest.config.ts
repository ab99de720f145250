import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{architecture,unit,integration,okta,hosts,faults,model}/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
