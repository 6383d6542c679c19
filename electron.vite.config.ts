import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { bundledLibraries } from './tools/build/bundled-libraries.ts'

// Only better-sqlite3 stays outside the bundles (it is native); everything else is bundled,
// so the packaged app carries one dependency and starts without reading hundreds of files.
export default defineConfig({
  main: {
    resolve: { alias: bundledLibraries },
    build: {
      externalizeDeps: true,
      // Each worker thread is an entry of its own, beside the main file.
      rollupOptions: {
        input: {
          index: 'main/index.ts',
          'log-worker': 'main/log-worker.ts',
          'sync-worker': 'main/sync-worker.ts',
          'backup-worker': 'main/backup-worker.ts',
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rollupOptions: {
        input: 'main/preload.ts',
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: { rollupOptions: { input: 'renderer/index.html' } },
  },
})
