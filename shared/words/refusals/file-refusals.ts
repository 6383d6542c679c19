import { fileTrouble } from '../file-trouble.ts'
import type { Empty } from './empty.ts'

/** The studio’s file cannot be relied on any more. See `../refusals.ts`. */
export const fileRefusals = {
  studio_file_gone: (_: Empty) => notSaved(fileTrouble.gone()),
  studio_file_replaced: (_: Empty) => notSaved(fileTrouble.replaced()),
  studio_damaged: (p: { detail: string }) => notSaved(fileTrouble.damaged(p)),
  storage_unreadable: (p: { reason: string }) => ({
    message: `The studio’s file could not be read: ${p.reason}.`,
    nextStep: 'Check that the disk is connected, then try again.',
  }),
}

function notSaved({ message, nextStep }: { message: string; nextStep: string }) {
  return { message: `${message} This was not saved.`, nextStep }
}
