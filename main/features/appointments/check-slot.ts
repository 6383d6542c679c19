import { words } from '../../../shared/words/index.ts'
import type { Availability, BufferedSlot, Slot } from '../../../shared/availability.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { addMinutes } from '../../../shared/time.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { availabilityFor } from '../catalog/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { spendApproval } from '../staff/index.ts'
import { chooseRoom, isRoomFree, type RoomWish } from './choose-room.ts'
import {
  decideAvailable,
  decideBuffers,
  decideClientFree,
  decideTrainerFree,
  longestSessionHours,
} from './decide.ts'

/** What somebody is ready to overrule, and why. Needing none of it, none is used. */
export interface Allowance {
  /** A closure, time off or the trainer's hours. A manager's, or with their approval. */
  readonly allowOutsideHours: boolean
  /** Less than the buffer between two sessions. A manager's, or with their approval. */
  readonly allowNoBuffer: boolean
  /** Another session of the client at the same time. */
  readonly allowClientOverlap: boolean
  /** Why; kept beside the appointment, never in the log. */
  readonly exceptionReason?: string | undefined
  readonly approvalId?: string | undefined
}

/** A slot somebody wants, and who is to be in it. */
export interface WantedSlot extends BufferedSlot {
  readonly trainer: { readonly id: string; readonly name: string }
  /** Null: a group session, whose clients are asked about one by one. */
  readonly client: { readonly id: string; readonly name: string } | null
  readonly timeZone: string
  readonly room: RoomWish
  /** The appointment that is being moved: it is not in its own way. */
  readonly moving?: string
  /** It stood there before: hours are not asked about again. */
  readonly stoodThere?: true
}

/** What had to be allowed for the slot to be taken; all of it stands in the log. */
interface Exceptions {
  readonly outsideHours?: true
  readonly noBuffer?: true
  readonly clientOverlap?: true
}

/** A slot that may be taken. */
export interface CheckedSlot {
  readonly exceptions: Exceptions
  /** What the appointment's row keeps: where it is, and why it is an exception, if it is one. */
  readonly columns: {
    readonly room_id: string | null
    readonly exception_reason: string | null
  }
}

/**
 * Checks a slot against the book inside the transaction that will take it.
 *
 * Refuses `trainer_busy`, `studio_closed`, `trainer_away`, `outside_hours`, `buffer_needed`,
 * `client_busy`, `room_busy`, `room_not_found`, `no_room_left`; and, for what is to be overruled,
 * `exception_reason_needed` without a reason and `approval_needed` without a manager.
 */
export function checkSlot(
  tx: Tx,
  bus: EventBus,
  wanted: WantedSlot,
  allowance: Allowance,
  caller: StaffCaller,
): Result<CheckedSlot> {
  const { trainer, client, timeZone } = wanted
  const around = sessionsAround(tx, wanted)
  const trainerFree = decideTrainerFree(wanted, around, trainer.name, timeZone)
  if (!trainerFree.ok) return trainerFree

  const available = decideAvailable(wanted, availability(tx, wanted), trainer.name, timeZone)
  if (!available.ok && !allowance.allowOutsideHours) return available
  const spaced = decideSpaced(tx, wanted, around)
  if (!spaced.ok && !allowance.allowNoBuffer) return spaced
  const clientFree = client
    ? decideClientFree(wanted, sessionsOfClient(tx, client.id, wanted), client.name, timeZone)
    : ok(null)
  if (!clientFree.ok && !allowance.allowClientOverlap) return clientFree

  const room = takeRoom(tx, wanted)
  if (!room.ok) return room

  const exceptions: Exceptions = {
    ...(available.ok ? {} : { outsideHours: true }),
    ...(spaced.ok ? {} : { noBuffer: true }),
    ...(clientFree.ok ? {} : { clientOverlap: true }),
  }
  const isException = !available.ok || !spaced.ok || !clientFree.ok
  if (isException) {
    const allowed = mayMakeException(tx, bus, exceptions, allowance, caller)
    if (!allowed.ok) return allowed
  }
  return ok({
    exceptions,
    columns: {
      room_id: room.value,
      exception_reason: isException ? reasonOf(allowance) : null,
    },
  })
}

/**
 * Checks only that a client is nowhere else then: all there is to ask about a seat in a group, whose
 * slot was taken before. Refuses `client_busy`, and `exception_reason_needed` without a reason.
 */
export function checkClientFree(
  tx: Tx,
  wanted: Slot & Pick<WantedSlot, 'timeZone' | 'moving'>,
  client: NonNullable<WantedSlot['client']>,
  allowance: Pick<Allowance, 'allowClientOverlap' | 'exceptionReason'>,
): Result<Pick<Exceptions, 'clientOverlap'>> {
  const others = sessionsOfClient(tx, client.id, wanted)
  const free = decideClientFree(wanted, others, client.name, wanted.timeZone)
  if (free.ok) return ok({})
  if (!allowance.allowClientOverlap) return free
  if (!allowance.exceptionReason) return refuse('exception_reason_needed', {})
  return ok({ clientOverlap: true })
}

/** Why somebody allowed it; null when they gave no reason, and it only stands again where it stood. */
function reasonOf({ exceptionReason }: Allowance): string | null {
  return exceptionReason === words.booking.reinstateReason ? null : (exceptionReason ?? null)
}

/** A reason first, and for what is a manager's to allow, a manager: so that no PIN is asked in vain. */
function mayMakeException(
  tx: Tx,
  bus: EventBus,
  exceptions: Exceptions,
  allowance: Allowance,
  caller: StaffCaller,
): Result<unknown> {
  if (!allowance.exceptionReason) return refuse('exception_reason_needed', {})
  if (!exceptions.outsideHours && !exceptions.noBuffer) return ok(null)
  return spendApproval(tx, bus, 'outside_hours', allowance.approvalId, caller)
}

/**
 * Where it stood it stands again: without a room, so that somebody looks at that, or in the one it
 * had, also when that was taken off its list since. Only if it is not free another one will do.
 */
function takeRoom({ database }: Tx, wanted: WantedSlot): Result<string | null> {
  const { stoodThere, room, moving = '', timeZone } = wanted
  const { preferred } = room
  if (stoodThere && preferred !== undefined) {
    if (preferred === null || isRoomFree(database, preferred, wanted, moving)) return ok(preferred)
  }
  return chooseRoom(database, wanted, room, moving, timeZone)
}

function availability(tx: Tx, wanted: WantedSlot): Availability {
  if (wanted.stoodThere) {
    const all = { start: wanted.startTime, end: wanted.endTime }
    return { closures: [], timeOff: [], hours: [all] }
  }
  return availabilityFor(tx.database, wanted.trainer.id, wanted, wanted.timeZone)
}

function decideSpaced(tx: Tx, wanted: WantedSlot, around: readonly BufferedSlot[]): Result<null> {
  const { trainer, timeZone } = wanted
  const spaced = decideBuffers(wanted, around, trainer.name, timeZone)
  if (spaced.ok) return spaced
  // Only now, because only the sentence needs it: the first free time may be hours later.
  const ahead = sessionsAround(tx, wanted, 24 * 60)
  return decideBuffers(wanted, ahead, trainer.name, timeZone)
}

// The CHECK on a service's buffers allows no more.
const longestBufferMinutes = 240

/** The trainer's active sessions that overlap the slot or whose buffers could reach into it. */
function sessionsAround(
  tx: Tx,
  wanted: WantedSlot,
  aheadMinutes: number = longestBufferMinutes,
): BufferedSlot[] {
  // By hand: every booking asks, and building it costs more than running it. What began earlier
  // than the longest session takes is over: years of history are not read.
  const from = addMinutes(wanted.startTime, -longestBufferMinutes)
  return tx.database
    .prepare(
      `SELECT start_time AS startTime, end_time AS endTime,
              buffer_before_minutes AS bufferBeforeMinutes,
              buffer_after_minutes AS bufferAfterMinutes
       FROM appointments
       WHERE trainer_id = ? AND status <> 'cancelled'
         AND start_time < ? AND start_time > ? AND end_time > ? AND id <> ?
       ORDER BY start_time`,
    )
    .all(
      wanted.trainer.id,
      addMinutes(wanted.endTime, aheadMinutes),
      addMinutes(from, -longestSessionHours * 60),
      from,
      wanted.moving ?? '',
    ) as BufferedSlot[]
}

/** The client's active sessions that overlap the slot: their own, and those they have a seat in. */
function sessionsOfClient(tx: Tx, clientId: string, wanted: Slot & Pick<WantedSlot, 'moving'>) {
  const { startTime, endTime, moving = '' } = wanted
  return tx.database
    .prepare(
      `SELECT a.start_time AS startTime, a.end_time AS endTime, t.name AS trainer
       FROM appointments a JOIN trainers t ON t.id = a.trainer_id
       WHERE a.client_id = @clientId AND a.status <> 'cancelled'
         AND a.start_time < @endTime AND a.end_time > @startTime AND a.start_time > @earliest
         AND a.id <> @moving
       UNION ALL
       SELECT a.start_time, a.end_time, t.name
       FROM seats s JOIN appointments a ON a.id = s.appointment_id
            JOIN trainers t ON t.id = a.trainer_id
       WHERE s.client_id = @clientId AND s.status <> 'cancelled' AND a.status <> 'cancelled'
         AND a.start_time < @endTime AND a.end_time > @startTime AND a.id <> @moving
       ORDER BY 1`,
    )
    .all({
      clientId,
      startTime,
      endTime,
      earliest: addMinutes(startTime, -longestSessionHours * 60),
      moving,
    }) as (Slot & { trainer: string })[]
}
