import type { AppointmentCard, DayView } from '../../../shared/appointments.ts'
import type { Session } from '../../../shared/staff.ts'
import { addMinutes, dayBounds, type LocalDate } from '../../../shared/time.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import { versionOf } from '../check-version.ts'
import { closuresIn, hoursOn, listTrainers, timeOffIn } from '../catalog/index.ts'
import { readStudio } from '../studio/index.ts'

/** One day of the book. A trainer gets their own column, and no money. */
export function readDay(database: StudioDatabase, date: LocalDate, actor: Session): DayView {
  const { time_zone: timeZone, currency } = readStudio(database)
  const bounds = dayBounds(date, timeZone)
  const hours = hoursOn(database, date, timeZone)
  const timeOff = timeOffIn(database, bounds.start, bounds.end)
  const rows = database.all(
    selectCards()
      .where('a.start_time', '<', bounds.end)
      // What began the evening before and reaches into this day; no session is longer than a day.
      .where('a.start_time', '>=', addMinutes(bounds.start, -24 * 60))
      .where('a.end_time', '>', bounds.start)
      .where('a.status', '<>', 'cancelled')
      .orderBy('a.start_time'),
  )
  const booked = [...new Set(rows.map((row) => row.trainerId))]
  const trainers = listTrainers(database, booked).filter(({ id }) => maySee(actor, id))
  return {
    date,
    timeZone,
    currency,
    ...bounds,
    closures: closuresIn(database, bounds.start, bounds.end),
    trainers: trainers.map((trainer) => ({
      ...trainer,
      ...(hours.get(trainer.id) ?? { hours: [], isDated: false, usualHours: [] }),
      timeOff: timeOff
        .filter(({ trainerId }) => trainerId === trainer.id)
        .map(({ start, end, reason }) => ({ start, end, reason })),
    })),
    appointments: rows
      .filter((row) => maySee(actor, row.trainerId))
      .map((row) => toCard(database, row, actor)),
  }
}

/** Trainers see only what is theirs. */
export function maySee(actor: Session, trainerId: string): boolean {
  return actor.role !== 'trainer' || actor.trainerId === trainerId
}

/** The columns every card needs; callers add which appointments. */
export function selectCards() {
  return sql
    .selectFrom('appointments as a')
    .leftJoin('clients as c', 'c.id', 'a.client_id')
    .innerJoin('services as s', 's.id', 'a.service_id')
    .leftJoin('rooms as r', 'r.id', 'a.room_id')
    .select((build) => [
      'a.id',
      'a.trainer_id as trainerId',
      'c.id as clientId',
      build.fn.coalesce('c.name', 's.name').as('clientName'),
      'c.notes as clientNote',
      'a.service_id as serviceId',
      's.name as serviceName',
      's.hue',
      'a.start_time as startTime',
      'a.end_time as endTime',
      'a.buffer_before_minutes as bufferBeforeMinutes',
      'a.buffer_after_minutes as bufferAfterMinutes',
      'a.room_id as roomId',
      'r.name as roomName',
      'a.status',
      'a.price_minor as priceMinor',
      'a.payment_status as paymentStatus',
      'a.capacity',
      build
        .selectFrom('seats as seat')
        .whereRef('seat.appointment_id', '=', 'a.id')
        .where('seat.status', '<>', 'cancelled')
        .select(build.fn.countAll<number>().as('count'))
        .as('taken'),
      build
        .selectFrom('waitlist as w')
        .whereRef('w.appointment_id', '=', 'a.id')
        .where('w.status', '=', 'waiting')
        .select(build.fn.countAll<number>().as('count'))
        .as('waiting'),
    ])
}

type CardRow = Omit<AppointmentCard, 'money' | 'group' | 'version'> & {
  readonly capacity: number | null
  readonly taken: number | null
  readonly waiting: number | null
  readonly priceMinor: NonNullable<AppointmentCard['money']>['priceMinor']
  readonly paymentStatus: NonNullable<AppointmentCard['money']>['status']
}

/** Turns a row into a card, without the money where the actor may not see it. */
export function toCard(database: StudioDatabase, row: CardRow, actor: Session): AppointmentCard {
  const { priceMinor, paymentStatus, capacity, taken, waiting, ...card } = row
  const group = capacity === null ? null : { taken: taken ?? 0, capacity, waiting: waiting ?? 0 }
  const money = actor.role === 'trainer' || group ? null : { priceMinor, status: paymentStatus }
  return { ...card, money, group, version: versionOf(database, 'appointment', card.id) }
}
