import type { AffectedBooking, appointmentsContract } from '../../../shared/appointments.ts'
import type { ParsedInputOf } from '../../../shared/contract.ts'
import {
  addMinutes,
  firstTimeAfterGap,
  instantAt,
  minutesBetween,
  type Instant,
  type LocalDateTime,
} from '../../../shared/time.ts'
import { asWritten, sql, type StudioDatabase } from '../../db/studio-database.ts'
import { readStudio } from '../studio/index.ts'
import { longestSessionHours } from './decide.ts'

type Input = ParsedInputOf<(typeof appointmentsContract)['appointments.affected']>

// More than anybody reads; the count says how many there are.
const shown = 50

/** The sessions to come that a closure, time off or a retirement would concern, soonest first. */
export function listAffected(
  database: StudioDatabase,
  input: Input,
  now: Instant,
): { readonly count: number; readonly bookings: readonly AffectedBooking[] } {
  const { time_zone: timeZone } = readStudio(database)
  const at = (local: LocalDateTime): Instant =>
    instantAt(local, timeZone) ?? instantAt(firstTimeAfterGap(local, timeZone), timeZone)!
  const asked = input.start ? at(input.start) : now
  const from = asked > now ? asked : now
  let query = sql
    .selectFrom('appointments as a')
    .innerJoin('trainers as t', 't.id', 'a.trainer_id')
    .innerJoin('services as s', 's.id', 'a.service_id')
    .leftJoin('clients as c', 'c.id', 'a.client_id')
    .where(asWritten<boolean>`a.status IN ('booked', 'checked_in')`)
    .where('a.end_time', '>', from)
    // What began earlier is over by then: years of history are not read.
    .where('a.start_time', '>', addMinutes(from, -longestSessionHours * 60))
  if (input.end) query = query.where('a.start_time', '<', at(input.end))
  if (input.trainerId) query = query.where('a.trainer_id', '=', input.trainerId)
  if (input.serviceId) query = query.where('a.service_id', '=', input.serviceId)
  if (input.roomId) query = query.where('a.room_id', '=', input.roomId)
  const { notInRoomIds } = input
  if (notInRoomIds) {
    query = query.where((eb) =>
      eb.or([eb('a.room_id', 'is', null), eb('a.room_id', 'not in', notInRoomIds)]),
    )
  }
  const { count } = database.one(query.select(({ fn }) => fn.countAll<number>().as('count')))
  const rows = database.all(
    query
      .select([
        'a.id as appointmentId',
        'a.local_start as localStart',
        'a.start_time',
        'a.end_time',
        't.name as trainerName',
        's.name as serviceName',
        'c.name as clientName',
      ])
      .orderBy('a.start_time')
      .limit(shown),
  )
  return {
    count,
    bookings: rows.map(({ start_time: start, end_time: end, ...row }) => ({
      ...row,
      durationMinutes: minutesBetween(start, end),
    })),
  }
}
