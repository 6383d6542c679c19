import type { SkipReason } from '../messages.ts'
import { mail } from './mail.ts'

/** Words of the messages, and of the screen that shows what became of them. */
export const messages = {
  title: 'Messages',
  show: 'Show the messages',
  filter: 'Show',
  shows: {
    all: 'All',
    waiting: 'Waiting',
    sent: 'Sent',
    failed: 'Failed',
    skipped: 'Not sent',
  },
  list: 'Messages, newest first',
  summary: (p: { waiting: number; sent: number; failed: number }): string =>
    `${p.waiting} waiting, ${p.sent} sent, ${p.failed} failed`,
  sending: {
    not_set_up: 'E-mail is not set up: messages wait here until it is.',
    off: 'E-mail is switched off: messages wait here until it is on.',
    on: 'Messages go out as soon as there is a network.',
  },
  problem: (p: { reason: string; next: string }): string =>
    `The mail server does not take messages now: ${p.reason} Next try at ${p.next}.`,
  emptyTitle: 'No messages yet',
  emptyBody:
    'Clients who agreed to it, and trainers who have an address, are written to of what is booked, moved or cancelled for them.',
  emptyShownBody: 'None of this kind. Choose All to see the rest.',
  kinds: {
    confirmation: 'Confirmation',
    change: 'Change',
    cancellation: 'Cancellation',
    reminder: 'Reminder',
    waitlist_offer: 'Free seat',
  },
  states: {
    queued: 'Waiting',
    sending: 'Being sent',
    sent: 'Sent',
    failed: 'Failed',
    skipped: 'Not sent',
  },
  skipReasons: {
    no_consent: 'The client does not want messages.',
    no_address: 'There is no e-mail address.',
    not_wanted: 'The trainer chose not to be told of this.',
    own_act: 'The trainer did it themselves.',
    too_late: 'The session had begun before it could be sent.',
    superseded: 'Skipped: a later message says how things stand.',
    cancelled: 'Skipped: cancelled meanwhile.',
    unchanged: 'Skipped: nothing has changed since the last message.',
    outdated:
      'Skipped: the session was moved or cancelled, its time is to be decided, or the client had checked in, before it could be sent.',
    moved: 'Skipped: the class was moved meanwhile.',
    seat_taken: 'Skipped: the seat was taken meanwhile.',
    not_waiting: 'Skipped: the client left the waitlist meanwhile.',
  } satisfies Record<SkipReason, string>,
  undecided: 'Waits until the time of this session is decided.',
  noClient: 'A client',
  toTrainer: (name: string): string => `${name} (trainer)`,
  about: (p: { service: string; trainer: string; when: string }): string =>
    `${p.service} with ${p.trainer}, ${p.when}`,
  sentAt: (time: string): string => `Sent ${time}`,
  queuedAt: (time: string): string => `Queued ${time}`,
  tries: (p: { count: number; next: string }): string =>
    `${p.count === 1 ? 'Tried once' : `Tried ${p.count} times`}, next at ${p.next}`,
  retry: 'Try again',
  retryOf: (recipient: string): string => `Try again: message to ${recipient}`,
  retried: 'Queued again',
  more: 'Show earlier',

  settings: 'Mail server',
  enabled: 'Send messages by e-mail',
  host: 'Server',
  hostExample: 'mail.example.com',
  port: 'Port',
  portWrong: 'Enter a number from 1 to 65535.',
  security: 'Encryption',
  securities: { starttls: 'STARTTLS', tls: 'TLS', none: 'None' },
  userName: 'User',
  password: 'Password',
  passwordKept: 'A password is stored. Leave this empty to keep it.',
  forgetPassword: 'Forget the stored password',
  fromName: 'Sender’s name',
  fromAddress: 'Sender’s address',
  save: 'Save',
  saved: 'The mail server was saved',
  hostMissing: 'Enter the server’s name.',
  nameMissing: 'Enter a name.',
  addressMissing: 'Enter an e-mail address.',

  testTitle: 'Test',
  testTo: 'Send a test to',
  testSend: 'Send a test message',
  testing: (to: string): string => `On its way to ${to}…`,
  testAccepted: (p: { to: string; answer: string }): string =>
    `The server took the message to ${p.to}. It said: ${p.answer}`,
  testRefused: (p: { to: string; answer: string }): string =>
    `The message to ${p.to} was not taken. The answer was: ${p.answer}`,

  calendars: 'Trainers’ calendars',
  calendarsHint: 'Files that calendar programs can open or subscribe to. They follow the book.',
  calendarNone: 'No session yet',
  calendarWritten: (when: string): string => `Written ${when}`,
  calendarShowOf: (trainer: string): string => `Show ${trainer}’s calendar in its folder`,

  passwordUnreadable:
    'The stored password cannot be read on this computer. Enter it again in the settings.',

  mail,
} as const
