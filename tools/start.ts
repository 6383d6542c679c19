/**
 * `npm start`: builds FitFlow when its sources changed, finds or prepares an Electron and a display, and opens the app.
 * Everything after `--` goes to the app, for example `npm start -- --data-dir DIR --smoke`.
 */
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'

import { buildApp } from './build/build-app.ts'
import { projectFolder } from './build/project-folder.ts'
import { findElectron } from './electron/find-electron.ts'
import { installLibraries } from './electron/install-libraries.ts'
import { openDisplay } from './electron/virtual-display.ts'
import { runCommand } from './machine/run-command.ts'
import { runTool, say } from './machine/say.ts'

runTool(async () => {
  const appArguments = process.argv.slice(2)
  const electron = await findElectron()
  await installLibraries(electron.executable)
  await buildApp(electron.version)
  const display = await openDisplay()
  const env: NodeJS.ProcessEnv = { ...process.env, ...display.env }
  // Set inside some editors' terminals, it would turn Electron into plain Node.
  delete env['ELECTRON_RUN_AS_NODE']
  const switches = [...electron.switches]
  if (display.own) {
    // Without a desktop Chromium complains at length about services it can do without.
    switches.push('--log-level=3')
    env['FITFLOW_SCREENSHOT'] = await watchForScreenshot()
    if (!appArguments.includes('--smoke')) say('FitFlow is opening on it; Ctrl+C stops it.')
  }
  const code = await runCommand(
    electron.executable,
    [...switches, projectFolder, ...appArguments],
    { env },
  )
  await display.close()
  return code
})

/** Nobody sees a virtual display, so the app is asked for a picture of its first screen. */
async function watchForScreenshot(): Promise<string> {
  const file = join(projectFolder, 'out', 'first-screen.png')
  await rm(file, { force: true })
  const tell = (): void => {
    if (!existsSync(file)) return
    clearInterval(timer)
    process.off('exit', tell)
    say(`A picture of the first screen: ${relative(process.cwd(), file)}`)
  }
  const timer = setInterval(tell, 250)
  process.on('exit', tell)
  return file
}
