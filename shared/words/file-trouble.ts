/** Why the studio’s file cannot be relied on any more: over every screen, and in what is refused for it. */
export const fileTrouble = {
  gone: () => ({
    message:
      'The studio’s file is not where it was opened any more: it was moved, renamed or deleted, or its disk was taken away.',
    nextStep:
      'Nothing is accepted until it is back. Note down what you typed, close FitFlow, put the file or its disk back, and start FitFlow again.',
  }),
  replaced: () => ({
    message: 'Another file was put in the place of the studio’s file while FitFlow was open.',
    nextStep:
      'Nothing is accepted any more. Note down what you typed, close FitFlow, and start it again: it then opens the file that lies there now.',
  }),
  damaged: (p: { detail: string }) => ({
    message: `The studio’s file is damaged. Found: ${p.detail}.`,
    nextStep:
      'Nothing is accepted any more, so that nothing more is lost; what can still be read may be looked at. Close FitFlow, go back to your newest good backup (Settings, Backup says how), and check the disk.',
  }),
} as const
