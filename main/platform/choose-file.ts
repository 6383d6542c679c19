import { BrowserWindow, dialog } from 'electron'
import { saveFilters } from './save-filters.ts'

/** Asks, in the system's own dialog, where a file is to be put. Null: the person changed their mind. */
export async function chooseFile(suggestedName: string): Promise<string | null> {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  const options = { defaultPath: suggestedName, filters: saveFilters(suggestedName) }
  const { canceled, filePath } = window
    ? await dialog.showSaveDialog(window, options)
    : await dialog.showSaveDialog(options)
  return canceled || filePath === '' ? null : filePath
}
