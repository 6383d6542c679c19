import type { Empty } from './empty.ts'

/** What trainers earn. See `../refusals.ts`. */
export const earningRefusals = {
  rate_in_past: (_: Empty) => ({
    message: 'A rate cannot begin on a day that is over.',
    nextStep: 'Let it begin today or later.',
  }),
  period_not_over: (_: Empty) => ({
    message: 'This period is not over yet.',
    nextStep: 'Lock it when its last day has passed.',
  }),
  period_locked_already: (p: { from: string; until: string }) => ({
    message: `The days from ${p.from} to ${p.until} are locked already.`,
    nextStep: 'Choose days that are still open.',
  }),
  period_changed: (_: Empty) => ({
    message: 'The earnings of this period have changed since they were shown.',
    nextStep: 'Look at the figures again, then lock it.',
  }),
} as const
