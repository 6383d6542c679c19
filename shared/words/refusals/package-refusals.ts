import type { Empty } from './empty.ts'

/** Packages and memberships. See `../refusals.ts`. */
export const packageRefusals = {
  product_not_found: (_: Empty) => ({
    message: 'This is not sold any more.',
    nextStep: 'Choose another package or membership.',
  }),
  product_changed: (p: { name: string }) => ({
    message: `“${p.name}” was changed meanwhile: it is sold in another form now.`,
    nextStep: 'Look at what it gives and costs now, and choose it again.',
  }),
  product_exists: (p: { name: string }) => ({
    message: `A package or a membership called ${p.name} is sold already.`,
    nextStep: 'Add what tells the two apart, for example the number of sessions.',
  }),
  product_pays_nothing: (p: { name: string }) => ({
    message: `Nothing that “${p.name}” pays for is offered any more.`,
    nextStep: 'Bring a service back, or change what it pays for in the settings.',
  }),
  package_not_found: (_: Empty) => ({
    message: 'This client has no such package.',
    nextStep: 'Choose again how the session is paid.',
  }),
  no_credit_left: (p: { name: string }) => ({
    message: `No session is left on “${p.name}”.`,
    nextStep: 'Sell a new package, or let the session be paid by itself.',
  }),
  package_expired: (p: { name: string; until: string }) => ({
    message: `“${p.name}” is valid until ${p.until}, and the session is later.`,
    nextStep: 'Choose an earlier day, or let the session be paid by itself.',
  }),
  package_has_sessions: (p: { count: number }) => ({
    message:
      p.count === 1
        ? 'One booked session is still paid with this package.'
        : `${p.count} booked sessions are still paid with this package.`,
    nextStep: 'Cancel or complete them first, then refund what is left.',
  }),
  package_nothing_left: (p: { name: string }) => ({
    message: `Nothing is left on “${p.name}” that could be refunded.`,
    nextStep: 'Close this, and look at its history.',
  }),
  session_paid: (_: Empty) => ({
    message: 'This session is paid already.',
    nextStep: 'Refund what was paid for it first, then change its payment source.',
  }),
  payment_source_same: (_: Empty) => ({
    message: 'This session is paid so already.',
    nextStep: 'Choose another payment source, or leave it as it is.',
  }),
  credit_gone: (_: Empty) => ({
    message: 'The credit that paid this session has paid something else since, or was paid back.',
    nextStep: 'Free that credit first, or leave it as it is.',
  }),
  wrong_service: (p: { name: string }) => ({
    message: `“${p.name}” does not pay for this service.`,
    nextStep: 'Choose another service, or let the session be paid by itself.',
  }),
  membership_not_found: (_: Empty) => ({
    message: 'This client has no such membership.',
    nextStep: 'Choose again how the session is paid.',
  }),
  membership_not_valid: (p: { name: string; from: string; until: string }) => ({
    message: `“${p.name}” is valid from ${p.from} to ${p.until}, not on that day.`,
    nextStep: 'Renew it, choose another day, or let the session be paid by itself.',
  }),
  membership_paused: (p: { name: string; from: string; until: string }) => ({
    message: `“${p.name}” is paused from ${p.from} to ${p.until}.`,
    nextStep: 'Choose another day, or end the pause first.',
  }),
  membership_used_up: (p: { name: string; count: number; next: string }) => ({
    message: `The month’s ${p.count === 1 ? 'session' : `${p.count} sessions`} of “${p.name}” ${p.count === 1 ? 'is' : 'are'} booked already.`,
    nextStep: `Its next month begins on ${p.next}; or let the session be paid by itself.`,
  }),
  membership_has_sessions: (p: { count: number }) => ({
    message:
      p.count === 1
        ? 'One booked session on those days is paid by this membership.'
        : `${p.count} booked sessions on those days are paid by this membership.`,
    nextStep: 'Move or cancel them first.',
  }),
  membership_ended: (p: { name: string; until: string }) => ({
    message: `“${p.name}” ended on ${p.until}.`,
    nextStep: 'Sell a new membership instead.',
  }),
  membership_not_ended: (_: Empty) => ({
    message: 'This membership was not given up, so there is nothing to take back.',
    nextStep: 'Go back to the client.',
  }),
  pause_outside: (p: { from: string; until: string }) => ({
    message: `A pause begins between ${p.from} and ${p.until}, and ends on that day or later.`,
    nextStep: 'Choose other days.',
  }),
  pause_moves_sessions: (p: { name: string; count: number; days: string }) => ({
    message: `The days of “${p.name}” after it would count for another month, which has no session left for what is booked on ${p.days}.`,
    nextStep: `Choose other days, or move or cancel those first: a month pays ${p.count === 1 ? 'one session' : `${p.count} sessions`}.`,
  }),
  start_outside: (p: { from: string; until: string }) => ({
    message: `A membership begins between ${p.from} and ${p.until}.`,
    nextStep: 'Look at the date again, its year above all.',
  }),
  membership_too_far: (p: { until: string }) => ({
    message: `No membership runs on after ${p.until}: the book is not kept any further.`,
    nextStep: 'Wait with it. What is paid already stays as it is.',
  }),
  pause_too_long: (p: { days: number }) => ({
    message: `A pause lasts ${p.days} days at most.`,
    nextStep: 'Choose other days, or end the membership and sell a new one later.',
  }),
  pause_overlaps: (p: { from: string; until: string }) => ({
    message: `There is a pause already, from ${p.from} to ${p.until}.`,
    nextStep: 'Choose other days, or end that pause first.',
  }),
  pause_over: (p: { until: string }) => ({
    message: `That pause ended on ${p.until}.`,
    nextStep: 'There is nothing left of it to take back.',
  }),
  end_outside: (p: { from: string; until: string }) => ({
    message: `The last day is between ${p.from} and ${p.until}.`,
    nextStep: 'Choose another last day, or leave the membership as it is.',
  }),
} as const
