import type { Empty } from './empty.ts'

/** Copies of the studio. See `../refusals.ts`. */
export const backupRefusals = {
  backup_running: (_: Empty) => ({
    message: 'A backup is being made already.',
    nextStep: 'Wait until it is done, or cancel it.',
  }),
  backup_not_running: (_: Empty) => ({
    message: 'There is no backup to cancel.',
    nextStep: 'Look at what became of the last one.',
  }),
  backup_missing: (_: Empty) => ({
    message: 'The last backup does not lie where it was put.',
    nextStep: 'Connect its disk, or make a new one.',
  }),
}
