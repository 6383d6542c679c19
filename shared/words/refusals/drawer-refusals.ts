import type { Empty } from './empty.ts'

/** The cash drawer and the day's end. See `../refusals.ts`. */
export const drawerRefusals = {
  drawer_closed: (_: Empty) => ({
    message: 'The cash drawer is not open.',
    nextStep: 'Open it with the float that is in it, then try again.',
  }),
  drawer_overdue: (p: { openedOn: string }) => ({
    message: `The cash drawer has been open since ${p.openedOn}.`,
    nextStep: 'Count and close it first, then open it for today.',
  }),
  drawer_not_enough: (p: { amount: string }) => ({
    message: `There is less than ${p.amount} in the cash drawer.`,
    nextStep: 'Choose a smaller amount or another way, or pay cash in first.',
  }),
  drawer_already_open: (p: { by: string; since: string }) => ({
    message: `The cash drawer is open already: ${p.by} opened it at ${p.since}.`,
    nextStep: 'Go on with it, or count and close it first.',
  }),
  drawer_not_found: (_: Empty) => ({
    message: 'This drawer session does not exist.',
    nextStep: 'Look at the list again.',
  }),
  drawer_already_closed: (_: Empty) => ({
    message: 'This drawer session is closed and stays as it is.',
    nextStep: 'Put right what is wrong in the next one.',
  }),
  drawer_not_counted: (_: Empty) => ({
    message: 'This drawer is still open: what should be in it is shown after the count.',
    nextStep: 'Count it first.',
  }),
  drawer_count_old: (_: Empty) => ({
    message: 'Cash has moved since this count.',
    nextStep: 'Count the drawer again.',
  }),
  drawer_reason_needed: (p: { variance: string }) => ({
    message: `The count is off by ${p.variance}.`,
    nextStep: 'Say why, as well as you know.',
  }),
  day_in_future: (_: Empty) => ({
    message: 'This day is still to come.',
    nextStep: 'Close it when it is there.',
  }),
  day_not_open: (_: Empty) => ({
    message: 'The studio was not open on this day.',
    nextStep: 'Close a day on which something was booked or taken.',
  }),
  day_ahead: (p: { count: number }) => ({
    message:
      p.count === 1
        ? '1 session of this day is not over yet.'
        : `${p.count} sessions of this day are not over yet.`,
    nextStep: 'Close the day once they are over, or confirm that you close it before.',
  }),
  drawer_opening_reason_needed: (p: { difference: string; counted: string }) => ({
    message: `The last count left ${p.counted}: that is off by ${p.difference}.`,
    nextStep: 'Say where the difference went or came from, as well as you know.',
  }),
  day_unresolved: (p: { count: number }) => ({
    message:
      p.count === 1
        ? '1 session of this day is over and not resolved.'
        : `${p.count} sessions of this day are over and not resolved.`,
    nextStep: 'Say what became of each: completed, not come or cancelled.',
  }),
  day_drawer_open: (_: Empty) => ({
    message: 'The cash drawer is still open.',
    nextStep: 'Count and close it first.',
  }),
  day_not_closed: (_: Empty) => ({
    message: 'There is no report of this day.',
    nextStep: 'Close the day first.',
  }),
  not_a_denomination: (p: { denomination: string; currency: string }) => ({
    message: `There is no piece of ${p.denomination} in ${p.currency}.`,
    nextStep: 'Count by the notes and coins on the list.',
  }),
  movement_not_found: (_: Empty) => ({
    message: 'This movement does not exist or was not made by hand.',
    nextStep: 'Look at the list again.',
  }),
  movement_reversed: (_: Empty) => ({
    message: 'This movement was taken back already.',
    nextStep: 'Look at the list again.',
  }),
}
