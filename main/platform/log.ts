import electronLog from 'electron-log/main.js'

/** What the application writes down about itself: ids and errors, never names or payment details. */
export interface Log {
  readonly info: (message: string) => void
  readonly error: (message: string, error?: unknown) => void
}

/** Logs to a file that is rotated at 1 MB. */
export function openLog(file: string): Log {
  electronLog.transports.file.resolvePathFn = () => file
  electronLog.transports.file.level = 'info'
  electronLog.transports.console.level = false
  electronLog.transports.ipc.level = false
  return {
    info: (message) => electronLog.info(message),
    error: (message, error) => electronLog.error(message, error),
  }
}
