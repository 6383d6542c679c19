import { newId } from '../../../shared/ids.ts'
import type { FitFlowEvent } from '../../../shared/events/event.ts'
import type { EventType } from '../../../shared/events/index.ts'
import type { MessageKind, SkipReason } from '../../../shared/messages.ts'
import { localDateOf, type Instant } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { readPolicy, readStudio } from '../studio/index.ts'
import { beginningAt, decideKnown, isSameSlot, type Slot } from './decide-message.ts'
import { retimed, wasDecided } from './parted-times.ts'
import { findRecipient } from './find-recipient.ts'
import { keepTold, readTold, type Correspondence, type ToldSession } from './told-sessions.ts'

/** What is written about. Whoever came, or did not, knows that without a letter. */
const kindOf = {
  'appointment.created': 'confirmation',
  'appointment.reinstated': 'confirmation',
  'appointment.rescheduled': 'change',
  'appointment.cancelled': 'cancellation',
  'seat.booked': 'confirmation',
  'seat.reinstated': 'confirmation',
  'seat.cancelled': 'cancellation',
} as const satisfies Partial<Record<EventType, MessageKind>>

type Written = FitFlowEvent<keyof typeof kindOf>

function isWritten(event: FitFlowEvent): event is Written {
  return event.type in kindOf
}

/** Each message is about one subject, and who gets it is looked up when it is queued. */
export const afterCommit = { tier: 'after_commit', asyncReady: true } as const

/**
 * Queues a message to client and trainer for every booking, change and cancellation that they did not
 * make themselves. Only ids are queued: whether there is anything to say, to whom and in which words is
 * decided when it is sent. What somebody could not be told when it was done is not told later.
 */
export function queueMessages(bus: EventBus): void {
  bus.on(
    'appointment.*',
    (event, tx) => {
      if (!isWritten(event)) return
      for (const trainerId of trainersOf(event.data)) {
        note(tx, event, { type: 'trainer', id: trainerId })
      }
      for (const clientId of clientsOf(tx.database, event)) {
        note(tx, event, { type: 'client', id: clientId })
      }
    },
    { name: 'messages', ...afterCommit },
  )
  bus.on(
    'seat.*',
    (event, tx) => {
      if (!isWritten(event)) return
      note(tx, event, { type: 'client', id: nowCalled(tx.database, event.data.clientId) })
    },
    { name: 'seat-messages', ...afterCommit },
  )
}

/** How long a message waits before it leaves, so that what is undone meanwhile is never sent. */
export function messageDelay(database: StudioDatabase, at: Instant): number {
  const { time_zone: timeZone } = readStudio(database)
  return readPolicy(database, localDateOf(at, timeZone)).messageDelayMinutes
}

/** Keeps what somebody knows now that this was done, and queues what they are to hear of it. */
function note(
  tx: Tx,
  event: Written,
  recipient: { readonly type: 'client' | 'trainer'; readonly id: string },
): void {
  const whose: Correspondence = {
    recipient_type: recipient.type,
    recipient_id: recipient.id,
    appointment_id: event.data.appointmentId,
  }
  const at = event.metadata.timestamp as Instant
  const before = readTold(tx.database, whose)
  const told = before && knowingToday(tx.database, before, event)
  const reached = findRecipient(tx.database, whose)
  const why = typeof reached === 'string' ? reached : isActor(tx, event, whose) ? 'own_act' : null
  // Where nothing was ever written to somebody, nothing can be wrong.
  const slots = slotsOf(event, recipient)
  if (isSettled(event) && isSameSlot(slots.before, slots.after)) {
    if (told === undefined) return
    keepTold(tx, whose, told)
    // The time they know stands: at another moment, and by the clock nothing has changed for them.
    if (isToDecide(event) || knowsOnly(told, slots.after)) return
  } else if (why === null || why === 'own_act' || told !== undefined) {
    const act = { ...slots, at }
    const delay = messageDelay(tx.database, at)
    keepTold(tx, whose, decideKnown(told, act, delay, why !== null))
  }
  // That a trainer is told nothing is written down; a client who does not agree leaves no trace.
  if (why !== null && recipient.type === 'client') return
  queue(tx, whose, { event, kind: kindOf[event.type], sessionStart: null, why })
}

/**
 * A whole session concerns its client, or everyone who had a seat in the group by then: by the order of
 * the log, for the clock may have been set back between.
 */
function clientsOf(database: StudioDatabase, { type, data, seq }: Written): string[] {
  const itsClient =
    'SELECT client_id AS id FROM appointments WHERE id = @id AND client_id IS NOT NULL'
  // A group that comes into the day is nobody's yet: each seat confirms itself.
  const inSession =
    type === 'appointment.created'
      ? itsClient
      : `${itsClient} UNION SELECT client_id FROM seats AS s
         WHERE appointment_id = @id AND status <> 'cancelled' AND NOT EXISTS (
           SELECT 1 FROM event_log WHERE subject_type = 'seat' AND subject_id = s.id
             AND event_type = 'seat.booked' AND seq > @seq)`
  return database.prepare(inSession).pluck().all({ id: data.appointmentId, seq }) as string[]
}

/** Who a client of an event is by now: two may have become one since. */
export function nowCalled(database: StudioDatabase, clientId: string): string {
  const keep = database
    .prepare('SELECT merged_into FROM clients WHERE id = ?')
    .pluck()
    .get(clientId)
  return (keep as string | null | undefined) ?? clientId
}

/** Who has the session by this event, and who had it before: the row may say somebody else by now. */
function trainersOf(data: { readonly trainerId: string; readonly previousTrainerId?: string }) {
  return new Set([data.trainerId, data.previousTrainerId ?? data.trainerId])
}

/** How the session stood for somebody before and after an event, as the event itself says. */
function slotsOf(
  event: Written,
  recipient: { readonly type: 'client' | 'trainer'; readonly id: string },
): { before: Slot | null; after: Slot | null } {
  const { data } = event
  const { startTime, endTime, trainerId, serviceId, roomId = null } = data
  const theirs = (slot: Slot) =>
    recipient.type === 'client' || slot.trainerId === recipient.id ? slot : null
  const slot = theirs({ startTime, endTime, trainerId, serviceId, roomId })
  switch (kindOf[event.type]) {
    case 'confirmation':
      return { before: null, after: slot }
    case 'cancellation':
      return { before: slot, after: null }
    case 'change': {
      const moved = event as FitFlowEvent<'appointment.rescheduled'>
      const { previousStartTime, previousEndTime, settled, agreedTime } = moved.data
      if (settled === 'undone') return { before: slot, after: slot }
      const before = theirs({
        ...beginningAt(agreedTime ?? previousStartTime, previousStartTime, previousEndTime),
        trainerId: moved.data.previousTrainerId,
        serviceId,
        roomId: moved.data.previousRoomId ?? null,
      })
      return { before, after: slot }
    }
  }
}

/** Whether it was decided which of two times that had parted stands. */
function isSettled({ type, data }: Written): boolean {
  return type === 'appointment.rescheduled' && data.settled !== undefined
}

/** Whether it is to be decided again: nobody is told anything before. */
function isToDecide({ data }: Written): boolean {
  return 'settled' in data && data.settled === 'undone'
}

function knowsOnly({ known, tried }: ToldSession, slot: Slot | null): boolean {
  return [known, ...tried].every((one) => isSameSlot(one, slot))
}

/** What somebody knows, once a time whose moment and wall time had parted has become another. */
function knowingToday(database: StudioDatabase, told: ToldSession, event: Written): ToldSession {
  const today = readToday(database, event)
  return { ...told, known: today(told.known), tried: told.tried.map(today) }
}

/**
 * How an event makes what is kept of a session read today. Whoever was told of it was told a wall time:
 * once it is decided, or the session is moved, that means another moment by today's rules of the clock.
 */
export function readToday(
  database: StudioDatabase,
  event: FitFlowEvent,
): <S extends Slot | null>(slot: S) => S {
  if (event.type !== 'appointment.rescheduled') return (slot) => slot
  const { appointmentId, agreedTime, previousStartTime } = event.data
  if (agreedTime === undefined || wasDecided(database, appointmentId, event.id))
    return (slot) => slot
  return (slot) => retimed(slot, previousStartTime, agreedTime)
}

/** Whether a trainer did it themselves. */
function isActor(tx: Tx, { metadata }: Written, whose: Correspondence): boolean {
  if (whose.recipient_type === 'client' || metadata.userId === null) return false
  const row = tx.database
    .prepare('SELECT trainer_id FROM staff WHERE id = ?')
    .pluck()
    .get(metadata.userId)
  return row === whose.recipient_id
}

/**
 * Queues a message by its ids, or sets it aside at once where there is a reason. It takes the place of
 * what waits about the same session.
 */
export function queue(
  tx: Tx,
  whose: Correspondence,
  message: {
    readonly event: FitFlowEvent
    readonly kind: MessageKind
    readonly sessionStart: Instant | null
    /** It is set aside at once; null: it is not. */
    readonly why: SkipReason | null
  },
): void {
  const { event, kind, sessionStart, why } = message
  const { recipient_type, recipient_id, appointment_id } = whose
  tx.database.insert('outbox', {
    id: newId(),
    event_id: event.id,
    kind,
    recipient_type,
    recipient_id,
    appointment_id,
    session_start: sessionStart,
    acted_at: event.metadata.timestamp as Instant,
    status: why === null ? 'queued' : 'skipped',
    created_at: tx.now,
    message_id: null,
    attempts: 0,
    next_attempt_at: null,
    last_error: null,
    skip_reason: why,
    sent_at: null,
  })
  if (why === null) setAsideEarlier(tx, whose)
  tx.touch(topics.messages)
}

/**
 * Sets aside what waits behind a later message of the same kind of news: the later one says how
 * things stand.
 */
export function setAsideEarlier(tx: Tx, whose: Correspondence): void {
  const { recipient_type, recipient_id, appointment_id } = whose
  tx.database
    .prepare(
      `UPDATE outbox SET status = 'skipped', skip_reason = 'superseded', next_attempt_at = NULL
       WHERE status = 'queued' AND kind <> 'reminder' AND recipient_type = @recipient_type
         AND recipient_id = @recipient_id AND appointment_id = @appointment_id
         AND EXISTS (
           SELECT 1 FROM outbox AS later
           WHERE later.status IN ('queued', 'sending') AND later.status = 'queued'
             AND later.kind <> 'reminder'
             AND later.recipient_type = @recipient_type AND later.recipient_id = @recipient_id
             AND later.appointment_id = @appointment_id AND later.position > outbox.position
             AND (later.session_start IS NULL) = (outbox.session_start IS NULL))`,
    )
    .run({ recipient_type, recipient_id, appointment_id })
}
