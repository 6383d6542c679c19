import { BrowserWindow, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron'
import { changedChannel, invokeChannel, onlineChannel } from '../../shared/bridge.ts'
import { refuse, type Result } from '../../shared/result.ts'
import type { Topic } from '../../shared/topics.ts'
import type { SessionHolder } from '../features/handlers.ts'
import { appOrigin } from '../platform/app-protocol.ts'

/**
 * Connects windows with what answers them: one channel for requests, and one for "the network is
 * back". Only the top frame of our own page is listened to, and who is signed in is kept
 * here, per window.
 */
export function registerIpc(
  route: (raw: unknown, session: SessionHolder) => Result<unknown>,
  onOnline: () => void,
): void {
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
}

/** Tells every window what has changed. */
export function tellWindows(topics: readonly Topic[]): void {
  for (const window of BrowserWindow.getAllWindows()) {
    window.webContents.send(changedChannel, topics)
  }
}

function isOurPage(event: IpcMainInvokeEvent | IpcMainEvent): boolean {
  const frame = event.senderFrame
  if (!frame || frame.parent) return false
  return frame.url.startsWith(`${appOrigin}/`)
}
