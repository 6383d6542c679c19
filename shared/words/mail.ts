import type { MessageKind } from '../messages.ts'

/** What a message names. Times are in the studio's zone. */
export interface MailFacts {
  readonly recipient: string
  readonly studio: string
  readonly service: string
  readonly trainer: string
  readonly room: string | null
  /** `Monday 2 March 2026, 09:00` */
  readonly when: string
  /** `10:00` */
  readonly until: string
  readonly timeZone: string
  /** Of a session that goes on: what of it is another. */
  readonly change: ChangeFacts | null
  /** For a trainer: it takes place, with somebody else. */
  readonly isHandedOver: boolean
}

/** How it was, for what has changed; null for what has not. */
export interface ChangeFacts {
  readonly fromWhen: string | null
  readonly fromUntil: string | null
  readonly fromTrainer: string | null
  readonly fromRoom: { readonly name: string | null } | null
}

type Of<T> = Record<MessageKind, (p: MailFacts) => T>

const time = (p: MailFacts): string => `${p.when} to ${p.until} (${p.timeZone} time)`
const inRoom = (p: MailFacts): string[] => (p.room === null ? [] : [p.room])

const session = (p: MailFacts): string =>
  [`${p.service} with ${p.trainer}`, time(p), ...inRoom(p)].join('\n')
const ownSession = (p: MailFacts): string => [p.service, time(p), ...inRoom(p)].join('\n')

/** What has changed, a sentence each; a new time is in what follows. */
const changes = (p: MailFacts): string[] => {
  const fromWhen = p.change?.fromWhen
  const first = fromWhen
    ? `your session of ${fromWhen} has been moved.`
    : 'there is a change to your session.'
  return [[first, ...otherChanges(p)].join(' '), 'It is now:']
}

/** What else has changed than the time it begins. */
const otherChanges = (p: MailFacts): string[] => {
  const { fromWhen, fromUntil, fromTrainer, fromRoom } = p.change ?? {}
  const sentences: string[] = []
  if (fromUntil) {
    sentences.push(
      fromWhen ? 'Its length has changed.' : `It ends at ${p.until} instead of ${fromUntil}.`,
    )
  }
  if (fromTrainer) sentences.push(`It is with ${p.trainer} instead of ${fromTrainer}.`)
  if (fromRoom) sentences.push(roomChange(fromRoom.name, p.room))
  return sentences
}

function roomChange(from: string | null, to: string | null): string {
  if (to === null) return `It is no longer in ${from}.`
  return from === null ? `It is in ${to}.` : `It is in ${to} instead of ${from}.`
}

const changeSubject = (p: MailFacts): string =>
  p.change?.fromWhen ? `Moved: ${p.service}, now ${p.when}` : `Changed: ${p.service}, ${p.when}`

const clientSubjects: Of<string> = {
  confirmation: (p) => `Booked: ${p.service}, ${p.when}`,
  change: changeSubject,
  cancellation: (p) => `Cancelled: ${p.service}, ${p.when}`,
  reminder: (p) => `Reminder: ${p.service}, ${p.when}`,
  waitlist_offer: (p) => `A free seat: ${p.service}, ${p.when}`,
}

const clientParagraphs: Of<string[]> = {
  confirmation: (p) => [
    `Hello ${p.recipient},`,
    'your session is booked:',
    session(p),
    `See you then.\n${p.studio}`,
  ],
  change: (p) => [`Hello ${p.recipient},`, ...changes(p), session(p), `See you then.\n${p.studio}`],
  cancellation: (p) => [
    `Hello ${p.recipient},`,
    'this session has been cancelled:',
    session(p),
    `If that is a surprise, please call us.\n${p.studio}`,
  ],
  reminder: (p) => [
    `Hello ${p.recipient},`,
    'this is to remind you of your session:',
    session(p),
    `If you cannot come, please tell us soon.\n${p.studio}`,
  ],
  waitlist_offer: (p) => [
    `Hello ${p.recipient},`,
    'you are on the waitlist, and a seat has become free:',
    session(p),
    `Call us or answer this message if you would like it. It is not held for you.\n${p.studio}`,
  ],
}

const freeSeat = (p: MailFacts): string[] => {
  if (!p.change) return ['you are on the waitlist, and a seat has become free:']
  const first = p.change.fromWhen
    ? `the class of ${p.change.fromWhen} has been moved, and there is a free seat.`
    : 'there is a change to the class in which we offered you a seat, which is still free.'
  return [[first, ...otherChanges(p)].join(' '), 'It is now:']
}

/** Who waits for a seat is told of one, and what became of it. */
const waitingParagraphs: Of<string[]> = {
  ...clientParagraphs,
  waitlist_offer: (p) => [
    `Hello ${p.recipient},`,
    ...freeSeat(p),
    session(p),
    `Call us or answer this message if you would like it. It is not held for you.\n${p.studio}`,
  ],
  change: (p) => [
    `Hello ${p.recipient},`,
    'the seat that we wrote to you about is not free any more:',
    session(p),
    `You are still on the waitlist.\n${p.studio}`,
  ],
  cancellation: (p) => [
    `Hello ${p.recipient},`,
    'the class in which we offered you a seat has been cancelled:',
    session(p),
    p.studio,
  ],
}

const waitingSubjects: Of<string> = {
  ...clientSubjects,
  change: (p) => `Seat taken: ${p.service}, ${p.when}`,
  waitlist_offer: (p) =>
    p.change && !p.change.fromWhen
      ? `Changed: ${p.service}, ${p.when}`
      : `A free seat: ${p.service}, ${p.when}`,
}

/** Trainers are told of what is booked, moved and cancelled for them; never who comes. */
const trainerParagraphs: Of<string[]> = {
  ...clientParagraphs,
  confirmation: (p) => [
    `Hello ${p.recipient},`,
    'this session is booked for you:',
    ownSession(p),
    p.studio,
  ],
  change: (p) => [`Hello ${p.recipient},`, ...changes(p), ownSession(p), p.studio],
  cancellation: (p) => [
    `Hello ${p.recipient},`,
    p.isHandedOver
      ? 'somebody else gives this session now:'
      : 'this session of yours has been cancelled:',
    ownSession(p),
    p.studio,
  ],
}

const trainerSubjects: Of<string> = {
  ...clientSubjects,
  confirmation: (p) => `Booked for you: ${p.service}, ${p.when}`,
  cancellation: (p) =>
    p.isHandedOver
      ? `No longer yours: ${p.service}, ${p.when}`
      : `Cancelled: ${p.service}, ${p.when}`,
}

/** The messages themselves. */
export const mail = {
  client: { subjects: clientSubjects, paragraphs: clientParagraphs },
  waiting: { subjects: waitingSubjects, paragraphs: waitingParagraphs },
  trainer: { subjects: trainerSubjects, paragraphs: trainerParagraphs },
  calendarTitle: (p: MailFacts): string => `${p.service}, ${p.studio}`,
  test: {
    subject: (studio: string): string => `Test message from ${studio}`,
    paragraphs: (studio: string): string[] => [
      'This is a test message from FitFlow.',
      `Clients of ${studio} will receive their confirmations like this.`,
    ],
  },
} as const
