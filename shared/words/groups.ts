/** Words of group sessions: their seats, their waitlist, and how one gets into the day. */
export const groups = {
  title: 'Group session',
  seats: 'Seats',
  taken: (taken: number, capacity: number): string => `${taken} of ${capacity}`,
  /** What the picture of the seats says when read aloud. */
  takenSpoken: (taken: number, capacity: number): string => `${taken} of ${capacity} seats taken`,
  short: (taken: number, capacity: number): string => `${taken}/${capacity}`,
  full: 'Full',
  free: (count: number): string => (count === 1 ? '1 seat free' : `${count} seats free`),
  waitingCount: (count: number): string => `${count} waiting`,
  loading: 'Loading the seats',

  list: 'Clients with a seat',
  nobody: 'Nobody has a seat yet. Add the first client below.',
  nobodyForTrainer: 'Nobody has a seat yet.',
  serviceSeats: (said: string, seats: number): string =>
    seats === 1 ? `${said} · 1 seat` : `${said} · ${seats} seats`,
  perSeat: 'per seat',

  addClient: 'Add a client',
  addToWaitlist: 'Add to the waitlist',
  fullHelp: 'All seats are taken. Whoever you choose goes to the end of the waitlist.',
  firstInLine: (client: string): string => `${client} is first in line for the free seat.`,
  saveNew: 'Add',
  seatAnyway: 'Give the seat anyway',
  toWaitlist: 'Put on the waitlist',
  seated: (client: string): string => `${client} has a seat`,
  waits: (client: string): string => `${client} is on the waitlist`,

  changeCapacity: 'Change',
  changeCapacityOf: 'Change the number of seats',
  capacity: 'Seats',
  capacityWrong: 'Enter a number from 1 to 500.',
  save: 'Save',
  leave: 'Leave it',
  capacityChanged: (count: number): string => (count === 1 ? '1 seat now' : `${count} seats now`),

  waitlist: 'Waitlist',
  waitlistList: 'Waiting clients, first in line first',
  nobodyWaits: 'Nobody is waiting.',
  since: (when: string): string => `Since ${when}`,
  offered: (when: string): string => `Offered ${when}`,
  giveSeatAt: (costs: string): string => `Give the seat · ${costs}`,
  seatPaidWith: (name: string): string => `paid with ${name}`,
  giveSeatTo: (client: string): string => `Give the seat to ${client}`,
  offerSeat: 'Offer by e-mail',
  offeredTo: (client: string): string => `${client} is being written to`,
  offeredHelp: 'The seat is not held. Give it when they have answered.',
  removeFromWaitlist: 'Take off the list',
  noLongerWaits: (client: string): string => `${client} is off the waitlist`,
  moreOf: (client: string): string => `More about ${client}`,
  seatFreed: 'A seat is free',

  arrived: 'Arrived',
  arrivedOf: (client: string): string => `${client} arrived`,
  allPresent: 'All present',
  allPresentDone: (count: number): string =>
    count === 1 ? '1 client checked in' : `${count} clients checked in`,
  takeBackArrival: 'Not here after all',
  complete: 'Complete',
  completedOf: (client: string): string => `${client}’s session is complete`,
  takeBackCompletion: 'Not complete after all',
  noShow: 'Did not come',
  takeBackNoShow: 'Came after all',
  takenBack: (client: string): string => `${client} is back to booked`,
  pay: 'Take payment',
  payOf: (client: string): string => `Take ${client}’s payment`,
  cancelSeat: 'Cancel the seat',

  cancelSeatTitle: (client: string): string => `Cancel ${client}’s seat?`,
  seatCancelled: (client: string): string => `${client}’s seat is cancelled`,

  nobodyToCheckIn: 'Nobody is left to check in',
  markEach: 'Each client is marked on their own',
  markEachHelp: 'Go to a client’s row, then press C, N or P there.',
  noRebook: 'A group is not rebooked with R',
  noRebookHelp: 'Put the session into the day again with New booking.',

  schedule: (time: string): string => `Schedule ${time}`,
  scheduled: (service: string, time: string, trainer: string): string =>
    `${service} is in the day, ${time} with ${trainer}`,
  scheduleHelp: 'The clients get their seats in the next step.',

  cancelTitle: (service: string): string => `Cancel all of ${service}?`,
  cancelAll: 'Cancel session',
  cancelAllSeats: (count: number): string =>
    count === 1 ? 'Cancel with 1 seat' : `Cancel with ${count} seats`,
  cancelAllHelp: (count: number): string =>
    count === 0
      ? 'Nobody has a seat, so nobody is told.'
      : `The studio cancels, so ${count === 1 ? 'the one client pays' : `none of the ${count} clients pays`} anything. Package credits go back.`,
  cancelAllToBalance: (amount: string): string => `${amount} becomes the clients’ balance.`,
  cancelAllRefunds: (amount: string): string => `${amount} goes back the way it was paid.`,
  cancelAllCredits: (count: number): string =>
    count === 1
      ? '1 credit goes back to its package.'
      : `${count} credits go back to their packages.`,
  cancelAllRefund: 'Refund what is paid now',
  cancelAllRefundHelp: 'Back the way it was paid, with a receipt of its own.',
  cancelAllBalance: 'Not ticked: what is paid becomes the clients’ balance.',
  waitlistEnds: (count: number): string =>
    count === 1
      ? 'One client is taken off the waitlist.'
      : `${count} clients are taken off the waitlist.`,
  backTitle: 'Not everybody can come back',
  backHelp: (service: string): string => `${service} can go back into the book without them.`,
  lostList: 'Seats that cannot come back',
  confirmBack: (count: number): string =>
    count === 1 ? 'Put it back with one client' : `Put it back with ${count} clients`,
  confirmBackEmpty: 'Put it back without clients',
  back: (service: string): string => `${service} is back in the book`,
  cancelled: (service: string, time: string): string => `Cancelled ${service}, ${time}`,
} as const
