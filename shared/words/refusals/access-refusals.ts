import type { Empty } from './empty.ts'

/** Bad input, access and broken disks. See `../refusals.ts`. */
export const accessRefusals = {
  invalid_input: (p: { field: string; problem: string }) => ({
    message: p.field
      ? `“${p.field}” is not right: ${p.problem}.`
      : `That input is not right: ${p.problem}.`,
    nextStep: 'Correct it and try again.',
  }),
  payload_too_large: (p: { limitBytes: number }) => ({
    message: `That is more than FitFlow accepts at once (${Math.round(p.limitBytes / 1024)} KB).`,
    nextStep: 'Shorten the text and try again.',
  }),
  unknown_channel: (_: Empty) => ({
    message: 'FitFlow does not know this request.',
    nextStep: 'Restart FitFlow. If it happens again, report it.',
  }),
  untrusted_sender: (_: Empty) => ({
    message: 'This request did not come from FitFlow’s own window.',
    nextStep: 'Restart FitFlow.',
  }),
  place_unanswered: (_: Empty) => ({
    message: 'It is not clear yet whether this studio was moved, copied or put back.',
    nextStep: 'Answer that first. Nothing is written before.',
  }),
  place_not_asked: (_: Empty) => ({
    message: 'That is not the question, or it was answered already.',
    nextStep: 'Look at the screen again.',
  }),
  not_signed_in: (_: Empty) => ({
    message: 'Nobody is signed in.',
    nextStep: 'Choose your name and enter your PIN.',
  }),
  not_allowed: (p: { role: string }) => ({
    message: `The role “${p.role}” may not do this.`,
    nextStep: 'Ask a manager.',
  }),
  command_id_reused: (_: Empty) => ({
    message: 'This request was already carried out with other values.',
    nextStep: 'Close the form, open it again and repeat.',
  }),
  unexpected: (_: Empty) => ({
    message: 'Something went wrong. Nothing was saved.',
    nextStep: 'Try again. If it happens again, report the incident number.',
  }),
  storage_unavailable: (p: { reason: string }) => ({
    message: `The studio’s file could not be written: ${p.reason}. Nothing was saved.`,
    nextStep: 'Check that the disk has free space and is connected, then try again.',
  }),
}
