import { join } from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { appOrigin } from './app-protocol.ts'
import { firstSize, smallestWindow } from './window-size.ts'
import { listenForZoom } from './zoom-keys.ts'

/** Opens the one window and shows it when there is something to see. */
export function openWindow(preloadFolder: string): BrowserWindow {
  const window = new BrowserWindow({
    ...firstSize(screen.getPrimaryDisplay().workAreaSize),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    autoHideMenuBar: true,
    title: 'FitFlow',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#101413' : '#f7f8f7',
    webPreferences: {
      preload: join(preloadFolder, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  listenForZoom(window.webContents)
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${appOrigin}/`)
  return window
}

/** Brings a window to the front, wherever it was. */
export function focusWindow(window: BrowserWindow | undefined): void {
  if (!window) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
