import type { Empty } from './empty.ts'

/** The studio’s file cannot be relied on any more. See `../refusals.ts`. */
export const fileRefusals = {
  studio_file_gone: (_: Empty) => ({
    message:
      'The studio’s file is not where it was opened any more: it was moved, renamed or deleted, or its disk was taken away. This was not saved.',
    nextStep:
      'Nothing is accepted until it is back. Note down what you typed, close FitFlow, put the file or its disk back, and start FitFlow again.',
  }),
  studio_file_replaced: (_: Empty) => ({
    message:
      'Another file was put in the place of the studio’s file while FitFlow was open. This was not saved.',
    nextStep:
      'Nothing is accepted any more. Note down what you typed, close FitFlow, and start it again: it then opens the file that lies there now.',
  }),
  studio_damaged: (p: { detail: string }) => ({
    message: `The studio’s file is damaged. This was not saved, so that nothing more is lost. Found: ${p.detail}.`,
    nextStep:
      'What can still be read may be looked at. Close FitFlow, go back to your newest good backup (Settings, Backup says how), and check the disk.',
  }),
  storage_unreadable: (p: { reason: string }) => ({
    message: `The studio’s file could not be read: ${p.reason}.`,
    nextStep: 'Check that the disk is connected, then try again.',
  }),
}
