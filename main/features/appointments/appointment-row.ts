import type { Buffers } from '../../../shared/availability.ts'
import { refuse, ok, type Result } from '../../../shared/result.ts'
import type { Policy } from '../../../shared/policy.ts'
import type { LocalDate } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'

export type AppointmentRow = Row<'appointments'>

/** One appointment's row. Refuses `appointment_not_found`. */
export function findAppointment(database: StudioDatabase, id: string): Result<AppointmentRow> {
  const row = database.first(sql.selectFrom('appointments').selectAll().where('id', '=', id))
  return row ? ok(row) : refuse('appointment_not_found', {})
}

/** What a policy says about one booking, to be copied onto it. */
export function termsOf(policy: Policy) {
  return {
    tax_bp: policy.taxBasisPoints,
    tax_inclusive: policy.taxInclusive ? 1 : 0,
    late_window_minutes: policy.lateCancelWindowMinutes,
    late_fee_bp: policy.lateCancelFeeBasisPoints,
    no_show_grace_minutes: policy.noShowGraceMinutes,
    no_show_fee_bp: policy.noShowFeeBasisPoints,
    flat_fee_minor: policy.memberFeeMinor,
  } as const
}

/** The buffers a booking keeps, whatever its service says by now. */
export function buffersOf(
  row: Pick<AppointmentRow, 'buffer_before_minutes' | 'buffer_after_minutes'>,
): Buffers {
  return {
    bufferBeforeMinutes: row.buffer_before_minutes,
    bufferAfterMinutes: row.buffer_after_minutes,
  }
}

/** The day of the book an appointment stands on. */
export function dayOf(row: Pick<AppointmentRow, 'local_start'>): LocalDate {
  return row.local_start.slice(0, 10) as LocalDate
}

type Touched = Pick<AppointmentRow, 'id' | 'local_start'>

/** Tells the windows that an appointment and its day look different now. */
export function touchAppointment(tx: Tx, row: Touched): void {
  touchNewAppointment(tx, row)
  tx.touch(topics.toDecide)
}

/** The same for one that was just booked: nobody has to decide about it, and the list is long to read. */
export function touchNewAppointment(tx: Tx, row: Touched): void {
  tx.touch(topics.appointment(row.id), topics.day(dayOf(row)), topics.book)
}

/** The slot of an appointment as its events say it. */
export function slotOf(
  row: Pick<
    AppointmentRow,
    'id' | 'trainer_id' | 'service_id' | 'room_id' | 'start_time' | 'end_time' | 'local_start'
  >,
) {
  return {
    appointmentId: row.id,
    trainerId: row.trainer_id,
    serviceId: row.service_id,
    ...(row.room_id === null ? {} : { roomId: row.room_id }),
    startTime: row.start_time,
    endTime: row.end_time,
    localStart: row.local_start,
  }
}
