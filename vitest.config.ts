import { configDefaults, defineConfig } from 'vitest/config'

// The brokers that those tests start are Debian's packages.
const elsewhere =
  process.platform === 'linux' ? [] : ['test/integration/brokers/{redis,rabbitmq,kafka}.test.ts']

export default defineConfig({
  test: {
    include: ['test/{unit,integration,migrations}/**/*.test.{ts,tsx}'],
    exclude: [...configDefaults.exclude, ...elsewhere],
    // Tests on real SQLite files wait for the disk; two cores make a slow machine slower.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // No file changes what another sees: loading all modules once for each took two minutes.
    isolate: false,
    // By default one core is left alone, which on two leaves one.
    maxWorkers: 2,
    restoreMocks: true,
  },
})
