// Stands where Electron's own default app would: opens the app whose folder is on the command line.
// The fallback Electron has none. Its entry is an ES module that awaits the app, because
// Electron holds back `ready` until its entry has loaded: an app loaded later would miss it.
import { readFileSync } from 'node:fs'
import Module, { createRequire, syncBuiltinESMExports } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import workerThreads from 'node:worker_threads'

// This runtime's Node-API is older than the one better-sqlite3's ready-made binary needs; one compiled for it lies beside
// the runtime, by version, so that every clone on this machine finds its own.
const loadNative = Module._extensions['.node']
Module._extensions['.node'] = (module, file) => {
  const ours = /[\\/]better-sqlite3[\\/]prebuilds[\\/][^\\/]+\.node$/.test(file)
  return loadNative(module, ours ? compiledFor(file) : file)
}

function compiledFor(prebuild) {
  const { version } = createRequire(prebuild)('../package.json')
  return join(
    dirname(process.execPath),
    '..',
    `better-sqlite3-${version}-napi9`,
    'better_sqlite3.node',
  )
}

// A worker thread loads modules on its own, so it begins with this file too: with the ready-made binary it would
// take the whole process down.
if (workerThreads.isMainThread) {
  const { Worker } = workerThreads
  workerThreads.Worker = class extends Worker {
    constructor(file, options) {
      super(file, { ...options, execArgv: ['--import', import.meta.url] })
    }
  }
  syncBuiltinESMExports()
  await openApp()
}

async function openApp() {
  const { app } = await import('electron')
  const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.')
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

  process.defaultApp = true
  app.setName(manifest.productName ?? manifest.name)
  app.setVersion(manifest.version)
  app.setAppPath(folder)

  await import(pathToFileURL(resolve(folder, manifest.main)).href)
}
