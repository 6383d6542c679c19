import type { catalogContract } from '../../../shared/catalog.ts'
import { newId } from '../../../shared/ids.ts'
import type { Minor } from '../../../shared/money.ts'
import { ok } from '../../../shared/result.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tables } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { listServices, listTrainers } from './find-offer.ts'

export { findService, findTrainer, listTrainers, roomsFor } from './find-offer.ts'
export { availabilityFor, closuresIn, hoursOn, timeOffIn } from './read-availability.ts'

type WorkingHours = Omit<Tables['working_hours'], 'trainer_id'>

/** The door of the catalogue: trainers with their hours, and services with their prices. */
export function catalogHandlers(database: StudioDatabase): HandlersOf<typeof catalogContract> {
  return {
    'catalog.list': () =>
      ok({
        trainers: listTrainers(database),
        services: listServices(database),
      }),
  }
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
