import type { DaySync } from '../day-close.ts'

/** Words of the day's end. */
export const dayClose = {
  title: 'Close the day',
  button: 'Close the day',
  back: 'Cash drawer',
  loading: 'Adding the day up',
  previous: 'Previous day',
  next: 'Next day',

  before: 'Before closing',
  unresolved: (count: number): string =>
    count === 1
      ? '1 session is over, and nobody has said what became of it'
      : `${count} sessions are over, and nobody has said what became of them`,
  allResolved: 'Every session that is over is resolved',
  showDay: 'Show the day',
  session: (time: string, who: string, trainer: string): string => `${time} ${who}, ${trainer}`,
  drawerOpen: 'The cash drawer is still open',
  countDrawer: 'Count the drawer',
  drawerCounted: 'The cash drawer is closed',

  known: 'Good to know',
  ahead: (count: number): string =>
    count === 1 ? '1 session of this day is not over yet' : `${count} sessions are not over yet`,
  earlier: (count: number): string =>
    count === 1
      ? '1 session of an earlier day is unresolved'
      : `${count} sessions of earlier days are unresolved`,
  earlierSession: (date: string, time: string, who: string, trainer: string): string =>
    `${date} ${time} ${who}, ${trainer}`,
  moreEarlier: (count: number): string => (count === 1 ? 'and 1 more' : `and ${count} more`),
  showOldest: 'Show the oldest',
  fees: (count: number, amount: string): string =>
    count === 1 ? `1 fee is open: ${amount}` : `${count} fees are open: ${amount}`,
  noFees: 'No fee is open',
  deadLetters: (count: number): string =>
    count === 0
      ? 'No event has failed for good'
      : `${count} events have failed and wait for a manager`,
  messages: (waiting: number, failed: number): string =>
    waiting + failed === 0
      ? 'No message is waiting'
      : `Messages: ${waiting} waiting, ${failed} failed`,
  sync: (sync: DaySync | null): string => `Cloud: ${saySync(sync)}`,

  close: 'Close the day',
  closeAgain: 'Close the day again',
  aheadTitle: (count: number): string =>
    count === 0
      ? 'Close the day?'
      : count === 1
        ? 'Close the day with 1 session to come?'
        : `Close the day with ${count} sessions to come?`,
  aheadBody: (count: number): string =>
    count === 1
      ? 'It stays booked. What is taken for it later needs the day to be closed again.'
      : 'They stay booked. What is taken for them later needs the day to be closed again.',
  closeAnyway: 'Close the day now',
  keepOpen: 'Keep it open',
  closedAt: (at: string, by: string): string => `Closed at ${at} by ${by}`,
  printAgain: 'Show the report',
  done: 'Day closed',

  figures: 'The day in figures',
  hours: 'Taken by the hour',
  hourIs: (hour: string, amount: string): string => `${hour}: ${amount}`,
  nothingTaken: 'Nothing was taken on this day.',
  byTender: 'By tender',
  tender: 'Tender',
  taken: 'Taken',
  refunded: 'Given back',
  voided: 'Voided',
  paidOut: 'Paid out',
  net: 'Net',
  methods: {
    cash: 'Cash',
    card: 'Card',
    bank_transfer: 'Bank transfer',
    account: 'Client account',
  },
  tax: 'Tax included',
  taxAt: (rate: string): string => `Tax included, ${rate}`,
  toppedUp: 'Balance top-ups',
  balancesPaidOut: 'Balances paid out',
  receipts: 'Receipts',
  receiptsAre: (count: number, first: string, last: string): string =>
    count === 1 ? first : `${first} to ${last} (${count})`,
  none: 'none',
  sessions: 'Sessions',
  noSessions: 'none',
  statuses: {
    booked: 'Booked',
    checked_in: 'Arrived',
    completed: 'Completed',
    no_show: 'No-show',
    cancelled: 'Cancelled',
  },
  /** `number` is 1 for the first drawer of the day. */
  drawerCountedTerm: (number: number): string =>
    number === 1 ? 'Cash counted' : `Cash counted, drawer ${number}`,
  drawerDifference: (number: number): string =>
    number === 1 ? 'Difference' : `Difference, drawer ${number}`,
  /** Against what the count before had left. */
  drawerOpeningDifference: (number: number): string =>
    number === 1 ? 'Over / short at opening' : `Over / short at opening, drawer ${number}`,
  openFees: 'Open fees',
  failedEvents: 'Failed events',
  waitingMessages: 'Messages waiting, failed',
  syncTerm: 'Cloud',
  syncIs: (sync: DaySync | null): string => saySync(sync),

  report: 'Day report',
  reportLoading: 'Loading the report',
  date: 'Day',
  closed: 'Closed',
  log: 'Log',
  logSeq: 'Events',
  logHash: 'Head hash',
} as const

function saySync(sync: DaySync | null): string {
  if (!sync) return 'not connected'
  const { waiting, isStopped } = sync
  const waits = waiting === 1 ? '1 change waiting' : `${waiting} changes waiting`
  if (isStopped) return `stopped, ${waits}`
  return waiting === 0 ? 'everything is there' : waits
}
