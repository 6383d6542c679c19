import { BrowserWindow, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron'
import { changedChannel, invokeChannel, onlineChannel } from '../../shared/bridge.ts'
import { refuse, type Result } from '../../shared/result.ts'
import type { SessionHolder } from '../features/handlers.ts'
import { appOrigin } from '../platform/app-protocol.ts'
import type { StudioApp } from '../studio-app.ts'
import { createRouter, type ReportIncident } from './router.ts'

/**
 * Connects windows with the router: one channel for requests, one for "this changed", one for "the
 * network is back". Only the top frame of our own page is listened to, and who is signed in is kept
 * here, per window.
 */
export function registerIpc(
  app: StudioApp,
  reportIncident: ReportIncident,
  onOnline: () => void,
): void {
  const route = createRouter(app, reportIncident)
  const sessions = new WeakMap<Electron.WebContents, SessionHolder>()

  ipcMain.handle(invokeChannel, (event, invocation: unknown): Result<unknown> => {
    if (!isOurPage(event)) return refuse('untrusted_sender', {})
    let session = sessions.get(event.sender)
    if (!session) sessions.set(event.sender, (session = { current: null }))
    return route(invocation, session)
  })

  ipcMain.on(onlineChannel, (event) => {
    if (isOurPage(event)) onOnline()
  })

  app.work.onCommit((topics) => {
    if (topics.length === 0) return
    for (const window of BrowserWindow.getAllWindows()) {
      window.webContents.send(changedChannel, topics)
    }
  })
}

function isOurPage(event: IpcMainInvokeEvent | IpcMainEvent): boolean {
  const frame = event.senderFrame
  if (!frame || frame.parent) return false
  return frame.url.startsWith(`${appOrigin}/`)
}
