import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { app, BrowserWindow, dialog, shell } from 'electron'
import { opening } from '../shared/words/opening.ts'
import { messageOf } from '../shared/thrown.ts'
import { readMigrations } from './db/migrate.ts'
import { explainOpening } from './opening/refuse-opening.ts'
import { registerIpc, tellWindows } from './ipc/register-ipc.ts'
import { StudioDoor } from './ipc/studio-door.ts'
import { chooseFile } from './platform/choose-file.ts'
import { declareAppScheme, serveApp } from './platform/app-protocol.ts'
import { dataPaths, readCommandLine, type CommandLine } from './platform/command-line.ts'
import { endWithWords } from './platform/end-with-words.ts'
import { firstScreen, saveScreenshot } from './platform/first-screen.ts'
import { lockDown } from './platform/lock-down.ts'
import { firstOf, keyFileSecrets } from './platform/key-file.ts'
import { closeToOthers, writePrivately } from './platform/keep-private.ts'
import { lockWhenLeft } from './platform/lock-when-left.ts'
import { openLog, type Log } from './platform/log.ts'
import { setMenu } from './platform/menu.ts'
import { focusWindow, openWindow } from './platform/open-window.ts'
import { makeSpareFolder, prepareFolder } from './platform/prepare-folder.ts'
import { systemSecrets } from './platform/secrets.ts'
import { systemProxy } from './platform/system-proxy.ts'
import { findRefusedSwitch } from './platform/refuse-switches.ts'
import { refuseToStart } from './platform/refuse-to-start.ts'
import { watchPower } from './platform/watch-power.ts'
import type { Placed } from './opening/place-asked.ts'
import { readComputer, type Computer } from './place/read-computer.ts'
import { openStudioApp, type StudioApp } from './studio-app.ts'

const startedAt = performance.timeOrigin
const smokeLimitMs = 60_000
/** A mail server that hangs keeps nobody from going home. */
const leaveAfterMs = 5_000
let isLeaving = false
/** The first screen stands. */
let isShown = false

writePrivately()
// Asked while Electron starts, so that no start waits for what another program says.
const computer = readComputer()
refuseSwitchesOrExit()
declareAppScheme()
const commandLine = readCommandLineOrExit()
const dataDir = commandLine.dataDir ?? join(app.getPath('appData'), 'FitFlow')
const paths = dataPaths(dataDir)
// Beside the data folders, and not in one: a copied folder must not bring its mark along.
const marksFolder =
  (app.isPackaged ? undefined : commandLine.marksFolder) ??
  join(app.getPath('appData'), 'FitFlow-marks')
if (commandLine.smoke) setTimeout(giveUpSmoke, smokeLimitMs)
// Without a listener Electron shows a stack trace in a dialog, and goes on half-alive.
process.on('uncaughtException', (error) => void stopWithWords(error))
process.on('unhandledRejection', (error) => openLog(paths.log).error('Nobody waited for', error))

if (!canUseFolder()) {
  // Already told, or about to be as soon as there can be a dialog.
} else if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => focusWindow(BrowserWindow.getAllWindows()[0]))
  app.on('window-all-closed', () => app.quit())
  void app.whenReady().then(start).catch(stopWithWords)
} else {
  process.stderr.write(
    `FitFlow is already open on ${dataDir}. Its window was brought to the front; this start ends here.\n`,
  )
  app.exit(1)
}

/** Whether Chromium and the log have a place to write; if not, says why and ends. */
function canUseFolder(): boolean {
  try {
    prepareFolder(paths)
    closeToOthers(dataDir, marksFolder)
    app.setPath('userData', paths.window)
    return true
  } catch (error) {
    app.setPath('userData', makeSpareFolder())
    void endWithWords(opening.title, wordsOf(error), commandLine.smoke)
    return false
  }
}

/** The words of a failure to open, as one message and one next step. */
function wordsOf(error: unknown): { message: string; nextStep: string } {
  const { message, nextStep } = explainOpening(error, paths.database, '')
  return { message, nextStep }
}

/** A bug, or a disk that went away in the middle of something. */
async function stopWithWords(error: unknown): Promise<void> {
  try {
    openLog(paths.log).error('FitFlow had to stop', error)
  } catch {
    // The log may be what failed.
  }
  const reason = messageOf(error)
  const words = { message: reason, nextStep: opening.restart }
  await endWithWords(opening.stopped, words, commandLine.smoke)
}

/** A released FitFlow cannot be looked into while it runs; one that is packaged for tests, when it is asked to. */
function refuseSwitchesOrExit(): void {
  if (!app.isPackaged) return
  const about = readFileSync(join(app.getAppPath(), 'package.json'), 'utf8')
  const isForTests = (JSON.parse(about) as { forTests?: boolean }).forTests === true
  if (isForTests && process.argv.includes('--for-tests')) return
  const found = findRefusedSwitch((name) => app.commandLine.hasSwitch(name))
  if (found === undefined) return
  refuse(opening.refusedSwitch(found))
}

function readCommandLineOrExit(): CommandLine {
  try {
    return readCommandLine(process.argv.slice(1), process.env)
  } catch (error) {
    return refuse(messageOf(error))
  }
}

/** Ends before there is anything: at once, as a switch that opens us to others is at work already. */
function refuse(text: string): never {
  return refuseToStart(opening.notStarted, text, {
    platform: process.platform,
    isSmoke: process.argv.includes('--smoke'),
    showError: (title, content) => dialog.showErrorBox(title, content),
    end: (code) => process.exit(code),
  })
}

async function start(): Promise<void> {
  const log = openLog(paths.log)
  const door = openDoor(log, await computer)
  if (!door) return
  app.on('before-quit', (event) => finishFirst(event, door))
  app.on('will-quit', () => door.studio?.close())
  // The computer or its network is back: whatever rests because it reached nobody tries again soon.
  const wake = (): void => {
    door.studio?.sync.relay.wake()
    door.studio?.asyncMode.wake()
  }
  watchPower(() => door.studio?.lock('computer'), wake)
  await lockDown()
  setMenu()
  serveApp(join(app.getAppPath(), 'out', 'renderer'))
  registerIpc(door.route, wake)
  const window = openWindow(join(app.getAppPath(), 'out', 'preload'))
  lockWhenLeft(window.webContents, {
    onBegin: () => door.studio?.lock('computer'),
    onIdle: (idleMs) => door.studio?.lockIfLeft(idleMs),
  })
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.error(`The window’s process ended: ${reason}`)
    // Nothing is lost: all that was confirmed is in the file.
    window.reload()
  })
  void firstScreen(window)
    .then(() => afterFirstScreen(window, door, log))
    .catch((error: unknown) => log.error('The first screen did not come', error))
}

/** Opens the studio's file, or asks what it is; on failure says why and ends. */
function openDoor(log: Log, known: Computer | null): StudioDoor | null {
  const fail = (error: unknown): void => {
    log.error('The studio could not be opened', error)
    void endWithWords(opening.title, wordsOf(error), commandLine.smoke)
  }
  try {
    return new StudioDoor({
      open: (placed) => openStudio(log, known, placed),
      onOpened: (studio) => {
        if (commandLine.resetManagerPin) giveNewManagerPin(studio)
        if (isShown) begin(studio, log)
      },
      onFailed: fail,
      tell: tellWindows,
      reportIncident: (incidentId, channel, error) =>
        log.error(`Incident ${incidentId} in ${channel}`, error),
    })
  } catch (error) {
    fail(error)
    return null
  }
}

/** Shows the new PIN here and on the terminal, and nowhere else: not in the log. */
function giveNewManagerPin(studio: StudioApp): void {
  const reset = studio.resetManagerPin()
  const text = reset.ok
    ? `${reset.value.name} signs in with ${reset.value.pin} from now on. Set another one under Settings, Staff.`
    : `${reset.error.message} ${reset.error.nextStep}`
  process.stdout.write(`${text}\n`)
  if (!commandLine.smoke) {
    dialog.showMessageBoxSync({
      type: 'info',
      title: 'FitFlow',
      message: 'A new PIN',
      detail: text,
    })
  }
}

function giveUpSmoke(): void {
  process.stderr.write(`The first screen did not answer within ${smokeLimitMs / 1_000} s.\n`)
  app.exit(1)
}

/**
 * A message that is on its way when FitFlow is closed would be sent again at the next start, and half a
 * backup lie there until then.
 */
function finishFirst(event: Electron.Event, { studio }: StudioDoor): void {
  const leaving = isLeaving ? null : (studio?.leave() ?? null)
  if (leaving === null) return
  event.preventDefault()
  isLeaving = true
  void Promise.race([leaving, pause(leaveAfterMs)]).then(() => app.quit())
}

/** What can wait until there is something to see. */
async function afterFirstScreen(window: BrowserWindow, door: StudioDoor, log: Log): Promise<void> {
  const readyAfter = Math.round(Date.now() - startedAt)
  log.info(`Ready in ${readyAfter} ms`)
  isShown = true
  if (door.studio) begin(door.studio, log)
  const screenshot = process.env['FITFLOW_SCREENSHOT']
  if (screenshot && !app.isPackaged) await saveScreenshot(window, screenshot)
  if (!commandLine.smoke) return
  process.stdout.write(`ready in ${readyAfter} ms\n`)
  app.quit()
}

/** What FitFlow does by itself, once there is a studio and something to see. */
function begin(studio: StudioApp, log: Log): void {
  studio.condition.start()
  if (!studio.database.health.trouble) startWork(studio, log)
  studio.tidyUp().catch((error: unknown) => log.error('After the start', error))
}

function startWork(studio: StudioApp, log: Log): void {
  // Before the first delivery: what a broker is to bring is not read from the log.
  void chooseCarrier(studio).catch((error: unknown) => log.error('The broker is not used', error))
  studio.delivery.start()
  studio.sender.start()
  studio.reminders.start()
  studio.sync.relay.start()
  studio.calendars.start()
}

/** Through the broker that was named, or, without one, from the log as always. */
function chooseCarrier({ bus }: StudioApp): Promise<void> {
  return commandLine.broker ? bus.enableAsyncMode(commandLine.broker) : bus.disableAsyncMode()
}

function openStudio(log: Log, known: Computer | null, placed: Placed | undefined): StudioApp {
  return openStudioApp({
    file: paths.database,
    migrations: readMigrations(join(app.getAppPath(), 'migrations')),
    onDeliveryError: (error) => log.error('After a commit', error),
    secrets: systemSecrets,
    pinSecrets: firstOf(systemSecrets, keyFileSecrets(join(marksFolder, 'pins.key'))),
    marksFolder,
    computer: known,
    placed,
    chooseFile,
    findProxy: systemProxy,
    showFile: (file) => shell.showItemInFolder(file),
  })
}
