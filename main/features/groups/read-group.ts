import type { GroupSession, Seat, Waiting } from '../../../shared/groups.ts'
import { minor, type Minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Session } from '../../../shared/staff.ts'
import { asWritten, sql, type StudioDatabase } from '../../db/studio-database.ts'
import { versionOf } from '../check-version.ts'
import { findAppointment, maySee } from '../appointments/index.ts'
import { sourceOf } from '../packages/index.ts'
import { dueMinor, paidMinor } from '../payments/index.ts'

/** The service's price today: a seat is a booking of its own, however long the session has stood. */
export function seatPrice(database: StudioDatabase, serviceId: string): Minor {
  return database.one(sql.selectFrom('services').select('price_minor').where('id', '=', serviceId))
    .price_minor
}

/** Who is in a group session and who waits. A trainer's request for another's is answered as not found. */
export function readGroup(
  database: StudioDatabase,
  appointmentId: string,
  actor: Session,
): Result<GroupSession> {
  const found = findAppointment(database, appointmentId)
  if (!found.ok) return found
  const { capacity, trainer_id: trainerId, service_id: serviceId } = found.value
  if (!maySee(actor, trainerId)) return refuse('appointment_not_found', {})
  if (capacity === null) return refuse('not_a_group', {})
  const seats = readSeats(database, appointmentId, actor)
  return ok({
    appointmentId,
    capacity,
    capacityVersion: versionOf(database, 'capacity', appointmentId),
    priceMinor: actor.role === 'trainer' ? null : seatPrice(database, serviceId),
    seats: seats.filter(({ status }) => status !== 'cancelled'),
    cancelled: seats.filter(({ status }) => status === 'cancelled').toReversed(),
    waiting: actor.role === 'trainer' ? [] : readWaiting(database, appointmentId),
  })
}

function readSeats(database: StudioDatabase, appointmentId: string, actor: Session): Seat[] {
  const rows = database.all(
    sql
      .selectFrom('seats as s')
      .innerJoin('clients as c', 'c.id', 's.client_id')
      .select([
        's.id',
        's.client_id as clientId',
        'c.name as clientName',
        'c.notes as clientNote',
        'c.phone',
        's.status',
        's.price_minor as priceMinor',
        's.payment_status as paymentStatus',
        's.funding',
        's.client_package_id',
        's.membership_id',
        's.tax_bp',
        's.tax_inclusive',
      ])
      .where('s.appointment_id', '=', appointmentId)
      .orderBy(asWritten<number>`s.rowid`),
  )
  const isTrainer = actor.role === 'trainer'
  return rows.map(
    ({ id, clientId, clientName, clientNote, status, priceMinor, paymentStatus, ...row }) => {
      const isOwed = status !== 'cancelled' && status !== 'no_show' && paymentStatus !== 'covered'
      return {
        id,
        clientId,
        clientName,
        clientNote,
        status,
        phone: isTrainer ? null : row.phone,
        money: isTrainer ? null : { priceMinor, status: paymentStatus },
        paymentSource: isTrainer ? null : sourceOf(database, row),
        dueMinor:
          isTrainer || !isOwed
            ? minor(0)
            : dueMinor(
                { price_minor: priceMinor, tax_bp: row.tax_bp, tax_inclusive: row.tax_inclusive },
                paidMinor(database, { appointmentId, seatId: id }),
              ),
      }
    },
  )
}

function readWaiting(database: StudioDatabase, appointmentId: string): Waiting[] {
  const rows = database.all(
    sql
      .selectFrom('waitlist as w')
      .innerJoin('clients as c', 'c.id', 'w.client_id')
      .select([
        'w.id',
        'w.client_id as clientId',
        'c.name as clientName',
        'c.phone',
        'c.email',
        'c.messages_consent as consent',
        'w.created_at as since',
        'w.offered_at as offeredAt',
      ])
      .where('w.appointment_id', '=', appointmentId)
      .where('w.status', '=', 'waiting')
      .orderBy(asWritten<number>`w.rowid`),
  )
  return rows.map(({ email, consent, ...waiting }) => ({
    ...waiting,
    canBeWrittenTo: email !== null && consent === 1,
  }))
}
