import { configDefaults, defineConfig } from 'vitest/config'
import { filesLeftOutHere } from './tools/test/left-out-on-windows.ts'

const folders = ['unit', 'integration', 'migrations']
// What only Windows does with files, such as refusing one that another program holds.
if (process.platform === 'win32') folders.push('windows')

export default defineConfig({
  test: {
    include: folders.map((folder) => `test/${folder}/**/*.test.{ts,tsx}`),
    exclude: [...configDefaults.exclude, ...filesLeftOutHere()],
    setupFiles: process.platform === 'linux' ? [] : ['tools/test/leave-out.ts'],
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
