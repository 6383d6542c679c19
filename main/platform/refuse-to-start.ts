/** How a person is told something before there can be a window. */
export interface BeforeWindow {
  readonly platform: NodeJS.Platform
  /** A program started FitFlow, and waits for no dialog to be closed. */
  readonly isSmoke: boolean
  readonly showError: (title: string, text: string) => void
  readonly end: (code: number) => never
}

/**
 * Says why FitFlow does not start, on the terminal and where a program on Windows or a Mac is started
 * from a desktop, which has none, in a dialog; then ends with exit code 2. Electron shows one before it
 * is ready, except on Linux, where it would only say the same on the terminal again.
 */
export function refuseToStart(title: string, text: string, how: BeforeWindow): never {
  process.stderr.write(`${text}\n`)
  if (how.platform !== 'linux' && !how.isSmoke) how.showError(title, text)
  return how.end(2)
}
