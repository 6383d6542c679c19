import type { catalogContract } from '../../../shared/catalog.ts'
import { newId } from '../../../shared/ids.ts'
import type { Minor } from '../../../shared/money.ts'
import { ok } from '../../../shared/result.ts'
import {
  instantAt,
  firstTimeAfterGap,
  localDateTimeAt,
  weekdayOf,
  type Instant,
  type LocalDate,
} from '../../../shared/time.ts'
import type { WorkingSpan } from '../../../shared/appointments.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Row, Tables } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'

type WorkingHours = Omit<Tables['working_hours'], 'trainer_id'>

/** The door of the catalogue: trainers with their hours, and services with their prices. */
export function catalogHandlers(database: StudioDatabase): HandlersOf<typeof catalogContract> {
  return {
    'catalog.list': () =>
      ok({
        trainers: listTrainers(database),
        services: database.all(
          sql
            .selectFrom('services')
            .select([
              'id',
              'name',
              'duration_minutes as durationMinutes',
              'price_minor as priceMinor',
              'hue',
            ])
            .where('active', '=', 1)
            .orderBy('position'),
        ),
      }),
  }
}

/** Everyone who can be booked, in the order of their columns. */
export function listTrainers(database: StudioDatabase) {
  return database.all(
    sql
      .selectFrom('trainers')
      .select(['id', 'name', 'hue'])
      .where('active', '=', 1)
      .orderBy('position'),
  )
}

/** A trainer who can be booked. */
export function findTrainer(database: StudioDatabase, id: string) {
  // By hand, like the next ones: every booking asks, and building them costs more than running them.
  return database.prepare('SELECT * FROM trainers WHERE id = ? AND active = 1').get(id) as
    | Tables['trainers']
    | undefined
}

/** A service that is offered. */
export function findService(database: StudioDatabase, id: string) {
  return database.prepare('SELECT * FROM services WHERE id = ? AND active = 1').get(id) as
    | Row<'services'>
    | undefined
}

/**
 * When each trainer works on a day, as moments, by trainer id. A boundary that the clocks skip
 * moves to the first time that exists.
 *
 * @param trainerId only this one's.
 */
export function workingSpans(
  database: StudioDatabase,
  date: LocalDate,
  timeZone: string,
  trainerId?: string,
): Map<string, WorkingSpan[]> {
  const at = (minute: number): Instant => {
    const local = localDateTimeAt(date, minute)
    const instant = instantAt(local, timeZone)
    return instant ?? instantAt(firstTimeAfterGap(local, timeZone), timeZone)!
  }
  const only = trainerId === undefined ? [] : [trainerId]
  const rows = database
    .prepare(
      `SELECT * FROM working_hours WHERE weekday = ? ${trainerId === undefined ? '' : 'AND trainer_id = ?'}
       ORDER BY start_minute`,
    )
    .all(weekdayOf(date), ...only) as Tables['working_hours'][]
  const spans = new Map<string, WorkingSpan[]>()
  for (const row of rows) {
    const span = { start: at(row.start_minute), end: at(row.end_minute) }
    spans.set(row.trainer_id, [...(spans.get(row.trainer_id) ?? []), span])
  }
  return spans
}

/** Adds a column to the book. */
export function addTrainer(
  tx: Tx,
  bus: EventBus,
  trainer: {
    readonly name: string
    readonly hue: number
    readonly position: number
    readonly workingHours: readonly {
      readonly weekday: number
      readonly startMinute: number
      readonly endMinute: number
    }[]
  },
): string {
  const id = newId()
  const { name, hue, position } = trainer
  tx.database.run(
    sql
      .insertInto('trainers')
      .values({ id, name, hue, position, earning_rate_bp: 5_000, active: 1 }),
  )
  for (const { weekday, startMinute, endMinute } of trainer.workingHours) {
    const hours: WorkingHours = { weekday, start_minute: startMinute, end_minute: endMinute }
    tx.database.run(sql.insertInto('working_hours').values({ trainer_id: id, ...hours }))
  }
  bus.publish('catalog.trainer_added', { trainerId: id })
  return id
}

/** Adds a service to the price list. */
export function addService(
  tx: Tx,
  bus: EventBus,
  service: {
    readonly name: string
    readonly durationMinutes: number
    readonly priceMinor: Minor
    readonly hue: number
    readonly position: number
  },
): string {
  const id = newId()
  const { name, durationMinutes, priceMinor, hue, position } = service
  tx.database.run(
    sql.insertInto('services').values({
      id,
      name,
      duration_minutes: durationMinutes,
      price_minor: priceMinor,
      hue,
      position,
      active: 1,
    }),
  )
  bus.publish('catalog.service_added', { serviceId: id, durationMinutes, priceMinor })
  return id
}
