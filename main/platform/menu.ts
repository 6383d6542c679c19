import { app, Menu, type MenuItemConstructorOptions } from 'electron'

/**
 * macOS needs a menu for copy, paste and quit to work; elsewhere the keyboard has them already and
 * the desk needs the space. Reload and developer tools are in neither.
 */
export function setMenu(): void {
  if (process.platform !== 'darwin') {
    Menu.setApplicationMenu(null)
    return
  }
  const template: MenuItemConstructorOptions[] = [
    { label: app.name, role: 'appMenu' },
    { role: 'editMenu' },
    { role: 'windowMenu' },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
