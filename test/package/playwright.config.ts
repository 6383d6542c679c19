import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/package',
  workers: 1,
  // Packaging is part of it.
  timeout: 5 * 60_000,
  reporter: 'list',
})
