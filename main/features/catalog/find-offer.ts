import type { Service } from '../../../shared/catalog.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Row, Tables } from '../../db/tables.ts'

/**
 * Everyone who can be booked, in the order of their columns.
 *
 * @param also those who cannot any more, but still have sessions to be shown.
 */
export function listTrainers(database: StudioDatabase, also: readonly string[] = []) {
  return database.all(
    sql
      .selectFrom('trainers')
      .select(['id', 'name', 'hue'])
      .where((eb) => eb.or([eb('active', '=', 1), eb('id', 'in', also)]))
      .orderBy('position'),
  )
}

/** What is offered, in the order of the price list, with the rooms each can take place in. */
export function listServices(database: StudioDatabase): Service[] {
  const services = database.all(
    sql
      .selectFrom('services')
      .select([
        'id',
        'name',
        'duration_minutes as durationMinutes',
        'price_minor as priceMinor',
        'hue',
        'buffer_before_minutes as bufferBeforeMinutes',
        'buffer_after_minutes as bufferAfterMinutes',
        'capacity',
      ])
      .where('active', '=', 1)
      .orderBy('position'),
  )
  const rooms = database.all(
    sql
      .selectFrom('service_rooms as sr')
      .innerJoin('rooms as r', 'r.id', 'sr.room_id')
      .select(['sr.service_id', 'r.id', 'r.name'])
      .where('r.active', '=', 1)
      .orderBy('r.position'),
  )
  return services.map((service) => ({
    ...service,
    rooms: rooms
      .filter((room) => room.service_id === service.id)
      .map(({ id, name }) => ({ id, name })),
  }))
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

/** The rooms in use that a service can take place in, in their order. None: it needs none, or they are retired. */
export function roomsFor(
  database: StudioDatabase,
  serviceId: string,
): { readonly id: string; readonly name: string }[] {
  return database
    .prepare(
      `SELECT r.id, r.name FROM service_rooms sr JOIN rooms r ON r.id = sr.room_id
       WHERE sr.service_id = ? AND r.active = 1 ORDER BY r.position`,
    )
    .all(serviceId) as { id: string; name: string }[]
}
