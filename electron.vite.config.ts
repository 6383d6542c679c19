import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import listWhatIsBundled from 'rollup-plugin-sbom'
import type { Rolldown } from 'vite'
import { bundledLibraries } from './tools/build/bundled-libraries.ts'

// Which libraries are in the bundles, read from the bundles; tools/package/list-contents.ts makes one list of them.
const sbom = () =>
  listWhatIsBundled({
    outDir: '.',
    outFilename: 'sbom',
    includeWellKnown: false,
    saveTimestamp: false,
  })

// Vite has no Rollup any more, and the list says that it did not find it.
const onLog: NonNullable<Rolldown.InputOptions['onLog']> = (level, log, say) => {
  if (!log.message.includes('auto-registration of tool "rollup"')) say(level, log)
}

// Only better-sqlite3 stays outside the bundles (it is native); everything else is bundled,
// so the packaged app carries one dependency and starts without reading hundreds of files.
export default defineConfig({
  main: {
    plugins: [sbom()],
    resolve: { alias: bundledLibraries },
    build: {
      externalizeDeps: true,
      // Each worker thread is an entry of its own, beside the main file.
      rollupOptions: {
        onLog,
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
    plugins: [sbom()],
    build: {
      externalizeDeps: false,
      rollupOptions: {
        onLog,
        input: 'main/preload.ts',
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), sbom()],
    build: { rollupOptions: { onLog, input: 'renderer/index.html' } },
  },
})
