/**
 * `npm run test:e2e`: builds FitFlow, finds or prepares an Electron and a display, and runs the Playwright tests against it.
 * Arguments go to Playwright; another `-c <config>` replaces the usual one.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import { buildApp } from './build/build-app.ts'
import { projectFolder } from './build/project-folder.ts'
import { findElectron } from './electron/find-electron.ts'
import { installLibraries } from './electron/install-libraries.ts'
import { openDisplay } from './electron/virtual-display.ts'
import { runCommand } from './machine/run-command.ts'
import { runTool } from './machine/say.ts'

runTool(async () => {
  const electron = await findElectron()
  await installLibraries(electron.executable)
  await buildApp(electron.version)
  const display = await openDisplay()
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...display.env,
    FITFLOW_ELECTRON: electron.executable,
    FITFLOW_ELECTRON_ARGS: JSON.stringify(electron.switches),
  }
  delete env['ELECTRON_RUN_AS_NODE']
  const given = process.argv.slice(2)
  const hasConfig = given.some((argument) => argument === '-c' || argument.startsWith('--config'))
  const playwright = join(
    dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
    'cli.js',
  )
  const code = await runCommand(
    process.execPath,
    [playwright, 'test', ...(hasConfig ? [] : ['-c', 'test/e2e/playwright.config.ts']), ...given],
    { cwd: projectFolder, env },
  )
  await display.close()
  return code
})
