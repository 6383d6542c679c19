import type { Empty } from './empty.ts'

/** Group sessions. See `../refusals.ts`. */
export const groupRefusals = {
  not_a_group: (_: Empty) => ({
    message: 'This session is for one client, so it has no seats.',
    nextStep: 'Go back to the day and choose a group session.',
  }),
  session_full: (p: { service: string; capacity: number }) => ({
    message:
      p.capacity === 1
        ? `The one seat of ${p.service} is taken.`
        : `All ${p.capacity} seats of ${p.service} are taken.`,
    nextStep: 'Put the client on the waitlist, or raise the number of seats.',
  }),
  already_seated: (p: { client: string }) => ({
    message: `${p.client} already has a seat in this session.`,
    nextStep: 'Choose another client.',
  }),
  already_waiting: (p: { client: string }) => ({
    message: `${p.client} is already on the waitlist.`,
    nextStep: 'Choose another client.',
  }),
  seat_is_free: (p: { free: number }) => ({
    message: p.free === 1 ? 'There is a free seat.' : `There are ${p.free} free seats.`,
    nextStep: 'Give the client a seat instead of a place on the waitlist.',
  }),
  no_seat_to_offer: (_: Empty) => ({
    message: 'All seats are taken, so there is none to offer.',
    nextStep: 'Wait until one is given up, or raise the number of seats.',
  }),
  not_waiting: (_: Empty) => ({
    message: 'This client is not on the waitlist any more.',
    nextStep: 'Look at the list again.',
  }),
  cannot_be_written_to: (p: { client: string }) => ({
    message: `${p.client} has no e-mail address here, or did not agree to messages.`,
    nextStep: 'Call them instead.',
  }),
  group_attended: (_: Empty) => ({
    message: 'Somebody has already been marked as trained or as not come.',
    nextStep: 'Take the marks back first, or cancel the other seats one by one.',
  }),
  seat_cannot_return: (p: { client: string; why: string }) => ({
    message: `${p.client} cannot have the seat back: ${p.why} Nothing was changed.`,
    nextStep: 'Take the session back without that seat.',
  }),
  capacity_below_seats: (p: { taken: number }) => ({
    message: `${p.taken} ${p.taken === 1 ? 'seat is' : 'seats are'} taken already.`,
    nextStep: `Choose ${p.taken} or more, or cancel a seat first.`,
  }),
}
