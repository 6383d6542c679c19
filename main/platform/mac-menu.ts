import type { MenuItemConstructorOptions } from 'electron'
import { words } from '../../shared/words/index.ts'

/**
 * The menu of a Mac, where copy, paste, quit, close and full screen work by it. Reload and developer tools
 * are not in it.
 *
 * @param zoom makes everything larger (`+`), smaller (`-`) and as it was (`0`)
 */
export function macMenu(
  name: string,
  zoom: (sign: '+' | '-' | '0') => void,
): MenuItemConstructorOptions[] {
  const { menu } = words.shell
  return [
    { label: name, role: 'appMenu' },
    { label: menu.file, submenu: [{ role: 'close' }] },
    { role: 'editMenu' },
    {
      label: menu.view,
      submenu: [
        { label: menu.actualSize, accelerator: 'Cmd+0', click: () => zoom('0') },
        { label: menu.larger, accelerator: 'Cmd+Plus', click: () => zoom('+') },
        { label: menu.smaller, accelerator: 'Cmd+-', click: () => zoom('-') },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ]
}
