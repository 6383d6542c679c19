import type { AppointmentDetail } from '../../../shared/appointments.ts'
import { minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Session } from '../../../shared/staff.ts'
import { minutesBetween } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { findClient } from '../clients/index.ts'
import { sourceOf } from '../packages/index.ts'
import { dueMinor, listPayments, paidMinor } from '../payments/index.ts'
import { maySee, selectCards, toCard } from './read-day.ts'
import { noShowFrom } from './transitions.ts'

/** Everything about one appointment. A trainer's request for another's is answered as not found. */
export function readAppointment(
  database: StudioDatabase,
  appointmentId: string,
  actor: Session,
): Result<AppointmentDetail> {
  const row = database.first(
    selectCards()
      .innerJoin('trainers as t', 't.id', 'a.trainer_id')
      .innerJoin('staff as by', 'by.id', 'a.created_by')
      .select([
        't.name as trainerName',
        'by.name as createdBy',
        'a.time_zone',
        'a.currency',
        'a.local_start',
        'a.note',
        'a.exception_reason',
        'a.price_minor',
        'a.tax_bp',
        'a.tax_inclusive',
        'a.created_at',
        'a.cancelled_at',
        'a.cancelled_by',
        'a.cancellation_reason',
        'a.cancellation_note',
        'a.cancelled_late',
        'a.cancellation_fee_minor',
        'a.told_at',
        'a.excused',
        'a.funding',
        'a.client_package_id',
        'a.membership_id',
        'a.no_show_grace_minutes',
      ])
      .where('a.id', '=', appointmentId),
  )
  if (!row || !maySee(actor, row.trainerId)) return refuse('appointment_not_found', {})
  const client = findClient(database, row.clientId) ?? null
  if (!client && row.clientId !== null) return refuse('client_not_found', {})
  const cancelled = row.cancelled_at && row.cancelled_by && row.cancellation_reason
  const hasDue =
    actor.role !== 'trainer' &&
    row.status !== 'cancelled' &&
    row.status !== 'no_show' &&
    row.paymentStatus !== 'covered'
  return ok({
    ...toCard(
      database,
      {
        id: row.id,
        trainerId: row.trainerId,
        clientId: row.clientId,
        clientName: row.clientName,
        clientNote: row.clientNote,
        serviceId: row.serviceId,
        serviceName: row.serviceName,
        hue: row.hue,
        startTime: row.startTime,
        endTime: row.endTime,
        bufferBeforeMinutes: row.bufferBeforeMinutes,
        bufferAfterMinutes: row.bufferAfterMinutes,
        roomId: row.roomId,
        roomName: row.roomName,
        status: row.status,
        priceMinor: row.priceMinor,
        paymentStatus: row.paymentStatus,
        capacity: row.capacity,
        taken: row.taken,
        waiting: row.waiting,
      },
      actor,
    ),
    trainerName: row.trainerName,
    client,
    timeZone: row.time_zone,
    currency: row.currency,
    localStart: row.local_start,
    durationMinutes: minutesBetween(row.startTime, row.endTime),
    note: row.note,
    exceptionReason: row.exception_reason,
    createdAt: row.created_at,
    createdBy: row.createdBy,
    cancellation: cancelled
      ? {
          at: row.cancelled_at!,
          by: row.cancelled_by!,
          reason: row.cancellation_reason!,
          note: row.cancellation_note,
          late: row.cancelled_late === 1,
          feeMinor: actor.role === 'trainer' ? minor(0) : (row.cancellation_fee_minor ?? minor(0)),
          toldAt: row.told_at,
        }
      : null,
    excused: row.excused,
    noShowFrom: noShowFrom(row.startTime, row.no_show_grace_minutes),
    payments: actor.role === 'trainer' ? [] : listPayments(database, { appointmentId }),
    paymentSource:
      actor.role === 'trainer' || row.clientId === null ? null : sourceOf(database, row),
    dueMinor: hasDue ? dueMinor(row, paidMinor(database, { appointmentId })) : minor(0),
  })
}
