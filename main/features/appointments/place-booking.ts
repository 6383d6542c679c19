import { newId } from '../../../shared/ids.ts'
import type { FundingWish } from '../../../shared/packages.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateOf, localDateTimeOf, type LocalDateTime } from '../../../shared/time.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findService, findTrainer } from '../catalog/index.ts'
import { findActiveClient, markClientSeen } from '../clients/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { chooseFunding, holdFunding } from '../packages/index.ts'
import { decideInBook } from '../decide-in-book.ts'
import { readPolicy, readStudio } from '../studio/index.ts'
import { dayOf, slotOf, termsOf, touchNewAppointment } from './appointment-row.ts'
import { checkSlot, type Allowance } from './check-slot.ts'
import { decideSlot } from './decide.ts'

/** What is to be booked, whoever asks: the desk, a series, a session booked again. */
export interface Booking extends Allowance {
  readonly trainerId: string
  readonly serviceId: string
  /** Null: a group session, whose clients get seats. */
  readonly clientId: string | null
  /** Seats of a group session. Left out: as many as the service says. */
  readonly capacity?: number | undefined
  /** Wall time in the studio's zone. */
  readonly start: LocalDateTime
  /** Left out: the service's duration. */
  readonly end?: LocalDateTime | undefined
  readonly seriesId?: string | undefined
  readonly note?: string | undefined
  /** This room or none. Left out: the first free one of those the service can use. */
  readonly roomId?: string | undefined
  /** This room if it is free. */
  readonly preferredRoomId?: string | undefined
  /** Left out: paid by itself. */
  readonly funding?: FundingWish | undefined
}

/** The row as it was booked, as far as its events and its day need it. */
export interface PlacedBooking {
  readonly id: string
  readonly local_start: LocalDateTime
}

/**
 * Puts one session into the book: the only way in. Price, buffers and cancellation terms are copied
 * onto the booking, so that a new price list or policy never changes what was agreed.
 *
 * Refuses what {@link checkSlot} and {@link decideSlot} refuse, and `trainer_not_found`,
 * `service_not_found`, `client_not_found`, `service_is_group` for a client who wants all of a group,
 * `service_is_private` for a group that is none, and what `chooseFunding` refuses. Publishes
 * `appointment.created`.
 */
export function placeBooking(
  tx: Tx,
  bus: EventBus,
  booking: Booking,
  caller: StaffCaller,
): Result<PlacedBooking> {
  const studio = readStudio(tx.database)
  const trainer = findTrainer(tx.database, booking.trainerId)
  if (!trainer) return refuse('trainer_not_found', {})
  const service = findService(tx.database, booking.serviceId)
  if (!service) return refuse('service_not_found', {})
  if (service.capacity !== null && booking.clientId !== null) {
    return refuse('service_is_group', { service: service.name })
  }
  if (service.capacity === null && booking.clientId === null) {
    return refuse('service_is_private', { service: service.name })
  }
  const inBook = decideInBook(booking.start, tx.now, studio.time_zone)
  if (!inBook.ok) return inBook
  const slot = decideSlot(booking, service.duration_minutes, studio.time_zone)
  if (!slot.ok) return slot
  const client =
    booking.clientId === null ? null : (findActiveClient(tx.database, booking.clientId) ?? null)
  if (!client && booking.clientId !== null) return refuse('client_not_found', {})

  const buffers = {
    bufferBeforeMinutes: service.buffer_before_minutes,
    bufferAfterMinutes: service.buffer_after_minutes,
  }
  const room = {
    serviceId: service.id,
    chosen: booking.roomId,
    preferred: booking.preferredRoomId,
  }
  const wanted = { ...slot.value, ...buffers, trainer, client, timeZone: studio.time_zone, room }
  const checked = checkSlot(tx, bus, wanted, booking, caller)
  if (!checked.ok) return checked

  const { startTime, endTime } = slot.value
  const row = {
    id: newId(),
    trainer_id: trainer.id,
    service_id: service.id,
    start_time: startTime,
    end_time: endTime,
    time_zone: studio.time_zone,
    local_start: localDateTimeOf(startTime, studio.time_zone),
    ...checked.value.columns,
  }
  const capacity = client ? null : (booking.capacity ?? service.capacity)
  const session = { clientId: client?.id ?? '', serviceId: service.id, date: dayOf(row) }
  // A group is paid seat by seat.
  const wish = (client && booking.funding) ?? { kind: 'single' }
  const funding = chooseFunding(tx.database, wish, session)
  if (!funding.ok) return funding
  tx.database.insert('appointments', {
    ...row,
    client_id: client?.id ?? null,
    capacity,
    buffer_before_minutes: buffers.bufferBeforeMinutes,
    buffer_after_minutes: buffers.bufferAfterMinutes,
    series_id: booking.seriesId ?? null,
    status: 'booked',
    note: booking.note || null,
    price_minor: service.price_minor,
    currency: studio.currency,
    ...termsOf(readPolicy(tx.database, localDateOf(tx.now, studio.time_zone))),
    ...funding.value.columns,
    created_at: tx.now,
    created_by: caller.actor.id,
  })
  if (client) markClientSeen(tx, client.id)
  bus.publish('appointment.created', {
    ...slotOf(row),
    ...(client && { clientId: client.id }),
    ...(capacity !== null && { capacity }),
    priceMinor: service.price_minor,
    currency: studio.currency,
    ...(funding.value.columns.payment_status === 'covered' && { covered: true }),
    ...checked.value.exceptions,
  })
  holdFunding(tx, bus, funding.value, { appointmentId: row.id })
  touchNewAppointment(tx, row)
  return ok(row)
}
