import type { UnitOfWork } from '../../../main/db/unit-of-work.ts'
import { findSettings } from '../../../main/features/notifications/message-settings.ts'
import type { SendOutcome } from '../../../main/features/notifications/send-by-smtp.ts'
import {
  recordOutcome,
  takeMessage,
  type TakenMessage,
} from '../../../main/features/notifications/take-message.ts'
import type { Lookup } from './rule.ts'
import { isActive, waitingIn, type Session, type StudioModel } from './studio-model.ts'

/** A mail that lies in somebody's inbox. */
interface Received {
  readonly recipientType: 'client' | 'trainer'
  readonly recipientId: string
  readonly appointmentId: string
  readonly subject: string
  readonly text: string
  /** When the session it tells of begins and ends. */
  readonly startsAt: number
  readonly endsAt: number
  /** It is about a seat that they wait for. */
  readonly isOffer: boolean
}

/** How long a message waits, as a new studio's policy says. */
const delayMs = 3 * 60_000

/** What the mail server does with so many of a hundred messages; the others it takes. */
const odd = { lost: 8, refused: 8, later: 8, away: 4 }

/**
 * Everybody's inbox, and a mail server that takes most messages, refuses some, puts some off, and
 * sometimes takes one and is gone before it says so.
 */
export class Mailbox {
  #received: Received[] = []
  #tooEarly: string[] = []
  #asked = 0
  #isAway = false
  /** How a session stands for who got a mail of it, and since when. */
  readonly #stood = new Map<string, { readonly how: string; readonly since: number }>()
  /** How many mails said that a seat is free, and how many that an offered one is not, or is another. */
  offersTaken = 0
  newsTaken = 0

  /** Lets every message leave that may, up to the first that finds no server. */
  post(work: UnitOfWork, model: StudioModel): void {
    this.#noteStanding(model)
    this.#isAway = false
    for (;;) {
      const settings = findSettings(work.database)
      if (settings?.enabled !== 1) return
      const taken = takeMessage(work, settings)
      if (taken === null) return
      if (taken === 'set_aside') continue
      const outcome = this.#answer(taken, model)
      recordOutcome(work, taken, outcome)
      this.#isAway = outcome.kind === 'unreachable'
      if (this.#isAway) return
    }
  }

  /** Where something waits for its delay that will have begun by then. */
  lingering(model: StudioModel, file: Lookup): string[] {
    if (this.#isAway) return []
    const waiting = file.all<{ appointment_id: string; recipient_id: string; acted_at: string }>(
      `SELECT appointment_id, recipient_id, acted_at FROM outbox
       WHERE status = 'queued' AND next_attempt_at IS NULL`,
    )
    return waiting.flatMap(({ appointment_id: id, recipient_id, acted_at }) => {
      const session = model.sessions.get(id)
      // Of two times that have parted they know the other one.
      if (session?.hasParted === true) return []
      const known = this.#received.findLast(
        (mail) => mail.appointmentId === id && nowCalled(mail, model) === recipient_id,
      )
      const acted = Date.parse(acted_at)
      // Who was told that it is over, knows of none; and what had begun before it was done is past.
      const isKnown = known !== undefined && !saysItsOver.test(known.subject)
      const starts = [session?.start ?? 0, isKnown ? known.startsAt : 0]
      const next = starts.filter((start) => start > acted)
      return acted + delayMs < Math.min(...next)
        ? []
        : [`a message to ${recipient_id} of ${id} waits for its delay, and will be too late`]
    })
  }

  /** Notes for everybody who got a mail how its session stands for them, and since when. */
  #noteStanding(model: StudioModel): void {
    const noted = new Set<string>()
    for (const mail of this.#received) {
      const key = keyOf(mail, model)
      const session = model.sessions.get(mail.appointmentId)
      if (!session || noted.has(key)) continue
      noted.add(key)
      const { start, end, trainerId, roomId } = session
      const isTheirs = expects(model, session, mail.recipientType, nowCalled(mail, model))
      const how = JSON.stringify([isTheirs, start, end, trainerId, roomId])
      if (this.#stood.get(key)?.how !== how) this.#stood.set(key, { how, since: model.now })
    }
  }

  /** Of what was over when it was done, or is by now, nobody is told any more. */
  #isOver(mail: Received, session: Session, isExpected: boolean, model: StudioModel): boolean {
    const { now } = model
    if (isExpected && session.start > now) return false
    // Who was told that it is over, comes at no time.
    if (saysItsOver.test(mail.subject)) return true
    if (mail.startsAt > now) return false
    return mail.startsAt <= (this.#stood.get(keyOf(mail, model))?.since ?? 0) || mail.endsAt <= now
  }

  /**
   * The rules of the clock have changed: whoever was told of a session was told another wall time, and
   * takes it for the moment that this means now.
   */
  part(model: StudioModel, session: Session, agreed: string): void {
    const start = model.clock.momentAfter(agreed)
    const end = start + session.end - session.start
    const was = whenOf(model, session)
    const is = whenOf(model, { start, end })
    this.#received = this.#received.map((mail) =>
      mail.appointmentId === session.id && mail.text.includes(was)
        ? { ...mail, text: mail.text.replaceAll(was, is), startsAt: start, endsAt: end }
        : mail,
    )
  }

  /** Where the last mail that somebody got does not say how things stand. */
  untruths(model: StudioModel, file: Lookup): string[] {
    // Whoever cannot be written to is told in person what is done meanwhile.
    this.#received = this.#received.filter((mail) =>
      isReachable(file, mail.recipientType, nowCalled(mail, model)),
    )
    const last = new Map<string, Received>()
    const lastOfAll = new Map<string, Received>()
    for (const mail of this.#received) {
      const key = keyOf(mail, model)
      lastOfAll.set(key, mail)
      if (!mail.isOffer) last.set(key, mail)
    }
    // Once they were told of a seat of their own, an offer before that counts no more.
    const offers = [...lastOfAll.values()].filter(({ isOffer }) => isOffer)
    const wrong = [...last.values(), ...offers].flatMap((mail) => {
      const problem = this.#problemOf(mail, model, file)
      return problem === null || isOwed(file, mail.appointmentId)
        ? []
        : [
            `${problem}: the last mail to ${mail.recipientType} ${mail.recipientId} of ${mail.appointmentId} was “${mail.subject}” ${JSON.stringify(mail.text)}`,
          ]
    })
    return [...this.#tooEarly, ...wrong]
  }

  #problemOf(mail: Received, model: StudioModel, file: Lookup): string | null {
    const session = model.sessions.get(mail.appointmentId)
    const recipientId = nowCalled(mail, model)
    if (!session) return null
    // What still waits or was refused has to be sent first.
    if (isOpen(file, mail.appointmentId, recipientId)) return null
    if (mail.isOffer) return problemOfOffer(mail, model, file, session, recipientId)
    const isTold = !saysItsOver.test(mail.subject)
    const isExpected = expects(model, session, mail.recipientType, recipientId)
    if (this.#isOver(mail, session, isExpected, model)) return null
    if (isTold !== isExpected) return isExpected ? 'it takes place' : 'it does not take place'
    // Until somebody decides, nobody is told a time.
    if (!isExpected || isToDecide(session)) return null
    const says = lines(model, file, session, mail.recipientType)
    return says.every((line) => mail.text.includes(line)) ? null : `it is ${says.join(', ')}`
  }

  #answer(taken: TakenMessage, model: StudioModel): SendOutcome {
    // The same in every run, and of no pattern that a run could fall in step with.
    this.#asked += 1
    const draw = (this.#asked * 7_919 + taken.row.position * 104_729) % 100
    const { lost, refused, later, away } = odd
    if (draw < away) return { kind: 'unreachable', answer: 'nobody is there' }
    if (draw < away + refused) return { kind: 'rejected', answer: '550 no' }
    if (draw < away + refused + later) return { kind: 'deferred', answer: '450 later' }
    const { row, mail, letter } = taken
    const session = model.sessions.get(row.appointment_id)
    if (session && isToDecide(session) && !saysItsOver.test(mail.subject)) {
      this.#tooEarly.push(`a time that is to be decided was told: “${mail.subject}”`)
    }
    if (letter.offer?.kind === 'waitlist_offer' && letter.change === null) this.offersTaken += 1
    else if (letter.offer) this.newsTaken += 1
    this.#received.push({
      recipientType: row.recipient_type,
      recipientId: row.recipient_id,
      appointmentId: row.appointment_id,
      subject: mail.subject,
      text: mail.text,
      startsAt: Date.parse(letter.slot.startTime),
      endsAt: Date.parse(letter.slot.endTime),
      isOffer: letter.offer !== null,
    })
    return draw < away + refused + later + lost
      ? { kind: 'unreachable', answer: 'the line broke' }
      : { kind: 'sent', answer: '250 yes' }
  }
}

/** Where what somebody was told of a seat they wait for does not hold. */
function problemOfOffer(
  mail: Received,
  model: StudioModel,
  file: Lookup,
  session: Session,
  recipientId: string,
): string | null {
  const places = session.line.filter(({ clientId }) => model.client(clientId).id === recipientId)
  const isWaiting = places.some(({ state }) => state === 'waiting')
  const starts = [mail.startsAt, ...(session.cancelled ? [] : [session.start])]
  if (Math.max(...starts) <= model.now) return null
  const saysCancelled = mail.subject.startsWith('Cancelled:')
  if (session.cancelled) {
    // Who had left before that asks for nothing.
    const waited = places.some(({ wentWithClass }) => wentWithClass)
    return waited && !saysCancelled ? 'the class is cancelled' : null
  }
  if (!isWaiting || isToDecide(session)) return null
  if (saysCancelled) return 'the class takes place, and they wait'
  const taken = session.seats.filter(({ status }) => status !== 'cancelled').length
  const free = (session.capacity ?? 0) - taken
  if (mail.subject.startsWith('Seat taken:')) {
    const place = waitingIn(session).findIndex(
      ({ clientId }) => model.client(clientId).id === recipientId,
    )
    return place < free ? 'a seat is free, and they are next' : null
  }
  if (free <= 0) return 'no seat is free'
  const says = lines(model, file, session, 'client')
  return says.every((line) => mail.text.includes(line)) ? null : `it is ${says.join(', ')}`
}

function nowCalled({ recipientType, recipientId }: Received, model: StudioModel): string {
  return recipientType === 'client' ? model.client(recipientId).id : recipientId
}

function keyOf(mail: Received, model: StudioModel): string {
  return `${mail.recipientType} ${nowCalled(mail, model)} ${mail.appointmentId}`
}

function isReachable(file: Lookup, type: Received['recipientType'], id: string): boolean {
  const query =
    type === 'client'
      ? 'SELECT 1 FROM clients WHERE id = ? AND email IS NOT NULL AND messages_consent = 1'
      : 'SELECT 1 FROM staff WHERE trainer_id = ? AND email IS NOT NULL AND active = 1'
  return file.all(query, id).length > 0
}

function isOpen(file: Lookup, appointmentId: string, recipientId: string): boolean {
  const query = `SELECT 1 FROM outbox WHERE appointment_id = ? AND recipient_id = ?
    AND status IN ('queued', 'sending', 'failed')`
  return file.all(query, appointmentId, recipientId).length > 0
}

/** Whether a handler that was cut off, by a machine that stalled, has yet to queue what is to be said. */
function isOwed(file: Lookup, appointmentId: string): boolean {
  const query = `SELECT 1 FROM event_delivery d JOIN event_log e ON e.seq = d.seq
    JOIN event_subscriptions s ON s.id = d.subscription_id
    WHERE s.service_name IN ('messages', 'seat-messages', 'offer-messages', 'waitlist-messages')
      AND e.event_data ->> '$.appointmentId' = ?`
  return file.all(query, appointmentId).length > 0
}

function expects(
  model: StudioModel,
  session: Session,
  type: Received['recipientType'],
  id: string,
): boolean {
  if (!isActive(session)) return false
  if (type === 'trainer') return session.trainerId === id
  const parts = session.own ? [session.own] : session.seats
  return parts.some(
    ({ clientId, status }) => model.client(clientId).id === id && status !== 'cancelled',
  )
}

const saysItsOver = /^(?:Cancelled|No longer yours|Seat taken):/

function isToDecide(session: Session): boolean {
  return session.agreed !== null && isActive(session)
}

/** `Monday 2 March 2026, 09:00 to 10:00` */
function whenOf(model: StudioModel, { start, end }: Pick<Session, 'start' | 'end'>): string {
  const [day = '', time = ''] = model.clock.localOf(start).split('T')
  const date = longDate.format(new Date(day)).replace(',', '')
  return `${date}, ${time} to ${model.clock.localOf(end).slice(11)}`
}

/** What a mail must say of a session: the model's own words for it. */
function lines(
  model: StudioModel,
  file: Lookup,
  session: Session,
  reader: Received['recipientType'],
): string[] {
  const nameIn = (table: string, id: string) =>
    file.text(`SELECT name FROM ${table} WHERE id = ?`, id)
  const { roomId, trainerId, serviceId } = session
  const service = model.service(serviceId).name
  return [
    whenOf(model, session),
    reader === 'trainer' ? service : `${service} with ${nameIn('trainers', trainerId)}`,
    ...(roomId === null ? [] : [nameIn('rooms', roomId)]),
  ]
}

const longDate = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
