import { count, howMany } from './event-counts.ts'

/** Words of how much happens, and what it means. */
export const volume = {
  by: 'Show events',
  perHour: 'Per hour',
  perDay: 'Per day',
  chartHour: 'Events per hour over the last seven days',
  chartDay: 'Events per day over the last seven days',
  total: 'In the log',
  week: 'Last seven days',
  busiest: 'Busiest hour',
  perHourUnit: (amount: number): string => `${count(amount)}/h`,
  day: 'Day',
  hour: 'Hour',
  events: 'Events',
  mostly: 'Mostly',
  threshold: (amount: number): string => `${count(amount)} an hour`,
  emptyTitle: 'Nothing in the last seven days',
  emptyBody: 'As soon as the studio works, its events are counted here.',
  adviceTitle: 'Does one computer keep up?',
  advanced: 'Advanced',
  here: 'You are here',
  reached: (share: string): string => `Your busiest hour is ${share} of the way to the next step.`,
  phases: {
    local: {
      name: 'On this computer',
      range: 'below 1,000 an hour',
      body: 'FitFlow itself does what follows from a booking or a payment. There is nothing to do.',
    },
    streams: {
      name: 'With a message broker',
      range: 'from 1,000 an hour',
      body: 'A broker, such as Redis, is a server program that passes events on. FitFlow is no faster with one: this computer handles thousands of events a second. It helps where programs of your own are to hear of events too.',
    },
    scale: {
      name: 'Kafka, event sourcing',
      range: 'beyond 10,000 an hour',
      body: 'For those who run Kafka and have programmers: send the events there, and let programs of your own work out from them what stands.',
    },
  },
} as const

/** Words of verifying the log. */
export const check = {
  title: 'Is the log untouched?',
  body: 'FitFlow recomputes the hash of every event, from the first to the last, archives included. The desk goes on working.',
  start: 'Verify log',
  again: 'Verify again',
  /** What each kind of walk says of itself; `name` is the read model that is made again. */
  of: (name: string) => ({
    verify: {
      running: 'Verifying the log',
      cancelled: 'The check was cancelled',
      failed: 'The log could not be checked to the end',
    },
    rebuild: {
      running: `Making “${name}” again`,
      cancelled: `Making “${name}” again was cancelled`,
      failed: `“${name}” could not be made again`,
    },
    archive: {
      running: 'Moving old events into archives',
      cancelled: 'Archiving was cancelled',
      failed: 'Old events could not be archived to the end',
    },
  }),
  reading: 'Reading the log into an empty copy',
  writing: 'Putting the rows right that differ',
  progress: (done: number, total: number): string => `${count(done)} of ${count(total)}`,
  cancel: 'Cancel',
  startedAt: (time: string): string => `Started ${time}`,
  valid: 'The log is untouched',
  validBody: (amount: number): string =>
    `${amount === 1 ? 'The one event' : `All ${count(amount)} events`} fit together, from the first to the last.`,
  headHash: 'Hash of the last event',
  headHint:
    'Write it down outside this computer: it proves later that nothing was cut off the end.',
  copyHead: 'hash of the last event',
  invalid: 'The log was changed',
  invalidBody: (seq: number): string => `Event #${seq} is the first that does not fit.`,
  openBad: (seq: number): string => `Open event #${seq}`,
  invalidNext:
    'Keep a copy of the studio’s file as it is now, and restore the last backup that verifies.',
  rebuilt: (name: string): string => `“${name}” was made again`,
  rebuiltSame: (amount: number): string =>
    `${howMany(amount)} were read. Every row was right already.`,
  rebuiltChanged: (amount: number, rows: number): string =>
    `${howMany(amount)} were read, and ${rows === 1 ? '1 row was' : `${count(rows)} rows were`} put right.`,
  cancelledBody: 'Nothing was lost. Start again whenever you like.',
  archived: 'Old events were archived',
  archivedBody: (seq: number): string => `Everything up to event #${seq} is in an archive now.`,
  archivedNone: 'There was none that could be moved.',
} as const

/** Words of moving old events out of the file. */
export const archive = {
  title: 'Old events',
  body: 'Events of long ago can be moved out of the studio’s file into archives beside it. They still count when the log is verified.',
  start: 'Archive old events…',
  dialogTitle: 'Archive old events',
  before: 'Move events from before',
  beforeHelp: 'The day itself and all later ones stay.',
  points: [
    'The archives lie in the folder “archive” beside the studio’s file. Keep that folder with it.',
    '“Verify log” reads archives and file as one, so the chain is not broken.',
    'Archived events no longer appear in the log here. Bookings and payments stay as they are.',
    'Events that a handler still has to manage are not moved.',
  ],
  confirm: 'Archive',
  cancel: 'Not now',
  begun: 'Old events are being archived',
  begunBody: 'The desk goes on. Each archive appears in the list when it is done.',
  list: 'Archives',
  none: 'Nothing was archived yet.',
  file: 'File',
  range: 'Events',
  made: 'Made',
  rangeOf: (from: number, through: number): string => `#${count(from)} to #${count(through)}`,
} as const
