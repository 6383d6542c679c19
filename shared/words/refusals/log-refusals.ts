import type { Empty } from './empty.ts'

/** The event log. See `../refusals.ts`. */
export const logRefusals = {
  dead_letter_not_found: (_: Empty) => ({
    message: 'This failed event was already tried again or given up.',
    nextStep: 'Look at the list again.',
  }),
  job_running: (p: { job: string }) => ({
    message: `FitFlow is busy: ${p.job}.`,
    nextStep: 'Wait until it is done, or cancel it.',
  }),
  event_not_found: (_: Empty) => ({
    message: 'This event is not in the log.',
    nextStep: 'It may have been moved into an archive. Go back to the list.',
  }),
  subscription_not_found: (_: Empty) => ({
    message: 'This subscription does not exist any more.',
    nextStep: 'Look at the list again.',
  }),
}
