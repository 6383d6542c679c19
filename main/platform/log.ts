import electronLog from 'electron-log/main.js'
import { describeError } from './describe-error.ts'

/** What the application writes down about itself: ids and kinds of errors, never what anybody typed. */
export interface Log {
  readonly info: (message: string) => void
  readonly error: (message: string, ...errors: readonly unknown[]) => void
}

/** Logs to a file that is rotated at 1 MB. */
export function openLog(file: string): Log {
  electronLog.transports.file.resolvePathFn = () => file
  electronLog.transports.file.level = 'info'
  electronLog.transports.console.level = false
  electronLog.transports.ipc.level = false
  return {
    info: (message) => electronLog.info(message),
    error: (message, ...errors) =>
      electronLog.error([message, ...errors.map(describeError)].join('\n')),
  }
}
