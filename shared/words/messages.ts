/** What a message to a client names. Times are said in the studio's zone. */
export interface MailFacts {
  readonly client: string
  readonly studio: string
  readonly service: string
  readonly trainer: string
  /** `Monday 2 March 2026, 09:00` */
  readonly when: string
  /** `10:00` */
  readonly until: string
  readonly timeZone: string
  /** Of a session that was moved: when it would have been. */
  readonly before: string
}

const session = (p: MailFacts): string =>
  `${p.service} with ${p.trainer}\n${p.when} to ${p.until} (${p.timeZone} time)`

/** Words of the messages to clients, and of the screen that shows what became of them. */
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
  list: 'Messages to clients, newest first',
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
    'Clients who agreed to it are written to when they are booked, moved or cancelled, and reminded if the policy says so.',
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
    too_late: 'The session had begun before it could be sent.',
    outdated:
      'The session was moved or cancelled, or the client had arrived, before it could be sent.',
  },
  noClient: 'A client',
  about: (p: { service: string; trainer: string; when: string }): string =>
    `${p.service} with ${p.trainer}, ${p.when}`,
  sentAt: (time: string): string => `Sent ${time}`,
  queuedAt: (time: string): string => `Queued ${time}`,
  tries: (p: { count: number; next: string }): string =>
    `${p.count === 1 ? 'Tried once' : `Tried ${p.count} times`}, next at ${p.next}`,
  retry: 'Try again',
  retryOf: (client: string): string => `Try again: message to ${client}`,
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

  mail: {
    subjects: {
      confirmation: (p: MailFacts): string => `Booked: ${p.service}, ${p.when}`,
      change: (p: MailFacts): string => `Moved: ${p.service}, now ${p.when}`,
      cancellation: (p: MailFacts): string => `Cancelled: ${p.service}, ${p.when}`,
      reminder: (p: MailFacts): string => `Reminder: ${p.service}, ${p.when}`,
      waitlist_offer: (p: MailFacts): string => `A free seat: ${p.service}, ${p.when}`,
    },
    paragraphs: {
      confirmation: (p: MailFacts): string[] => [
        `Hello ${p.client},`,
        'your session is booked:',
        session(p),
        `See you then.\n${p.studio}`,
      ],
      change: (p: MailFacts): string[] => [
        `Hello ${p.client},`,
        `your session of ${p.before} has been moved. It is now:`,
        session(p),
        `See you then.\n${p.studio}`,
      ],
      cancellation: (p: MailFacts): string[] => [
        `Hello ${p.client},`,
        'this session has been cancelled:',
        session(p),
        `If that is a surprise, please call us.\n${p.studio}`,
      ],
      reminder: (p: MailFacts): string[] => [
        `Hello ${p.client},`,
        'this is to remind you of your session:',
        session(p),
        `If you cannot come, please tell us soon.\n${p.studio}`,
      ],
      waitlist_offer: (p: MailFacts): string[] => [
        `Hello ${p.client},`,
        'you are on the waitlist, and a seat has become free:',
        session(p),
        `Call us or answer this message if you would like it. It is not held for you.\n${p.studio}`,
      ],
    },
    calendarTitle: (p: MailFacts): string => `${p.service}, ${p.studio}`,
    test: {
      subject: (studio: string): string => `Test message from ${studio}`,
      paragraphs: (studio: string): string[] => [
        'This is a test message from FitFlow.',
        `Clients of ${studio} will receive their confirmations like this.`,
      ],
    },
  },
} as const
