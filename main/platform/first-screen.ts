import { writeFile } from 'node:fs/promises'
import type { BrowserWindow } from 'electron'

/** In the page: resolves once the first screen has a heading and has been painted. */
const painted = `new Promise((resolve) => {
  const look = () => document.querySelector('h1')
    ? requestAnimationFrame(() => requestAnimationFrame(resolve))
    : setTimeout(look, 10)
  look()
})`

/** Waits until the first screen got its answer from the database and stands on the glass. */
export async function firstScreen(window: BrowserWindow): Promise<void> {
  await window.webContents.executeJavaScript(painted)
}

/** Saves what the window shows as a PNG. */
export async function saveScreenshot(window: BrowserWindow, file: string): Promise<void> {
  const image = await window.webContents.capturePage()
  await writeFile(file, image.toPNG())
}
