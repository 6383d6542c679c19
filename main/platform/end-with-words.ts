import { app, dialog } from 'electron'

/**
 * Says why FitFlow ends, on the terminal and, unless a program started it, in a dialog, and ends it
 * with exit code 1. A dialog needs Electron to be ready: before that it waits for it.
 *
 * @param words of a person: what is wrong, and what to do
 */
export async function endWithWords(
  title: string,
  words: { readonly message: string; readonly nextStep: string },
  isSmoke: boolean,
): Promise<never> {
  process.stderr.write(`${title}: ${words.message} ${words.nextStep}\n`)
  if (!isSmoke) {
    await app.whenReady()
    dialog.showErrorBox(title, `${words.message}\n\n${words.nextStep}`)
  }
  app.exit(1)
  // `exit` lets the rest of this turn run.
  return new Promise<never>(() => {})
}
