import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { expect, it } from 'vitest'
import type * as Door from '../../../brokers/index.ts'
import { bundledLibraries } from '../../../tools/build/bundled-libraries.ts'
import { projectFolder } from '../../../tools/build/project-folder.ts'
import { makeTempFolder } from '../../support/make-temp-folder.ts'

it('finds its client libraries when they are bundled, as in the packaged app', async () => {
  const folder = makeTempFolder()
  await build({
    root: projectFolder,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: bundledLibraries },
    ssr: { noExternal: true },
    build: { ssr: 'brokers/index.ts', outDir: folder, minify: false },
  })
  const door = (await import(pathToFileURL(join(folder, 'index.js')).href)) as typeof Door
  for (const url of ['redis://127.0.0.1:1', 'amqp://127.0.0.1:1', 'kafka://127.0.0.1:1']) {
    const transport = await door.openTransport(door.brokerFromUrl(url))
    expect(transport.place).toContain('127.0.0.1:1')
  }
})
