import { app, BrowserWindow, Menu } from 'electron'
import { macMenu } from './mac-menu.ts'
import { zoomAfter } from './zoom-keys.ts'

/**
 * macOS needs a menu for copy, paste and quit to work; elsewhere the keyboard has them already and
 * the desk needs the space.
 */
export function setMenu(): void {
  const menu =
    process.platform === 'darwin' ? Menu.buildFromTemplate(macMenu(app.name, zoomFocused)) : null
  Menu.setApplicationMenu(menu)
}

function zoomFocused(sign: '+' | '-' | '0'): void {
  const contents = BrowserWindow.getFocusedWindow()?.webContents
  const level =
    contents && zoomAfter({ key: sign, code: '', shift: false }, contents.getZoomLevel())
  if (contents && level !== null && level !== undefined) contents.setZoomLevel(level)
}
