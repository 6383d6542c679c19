import type { CatalogChanged, ManagedTrainer, WeekHours } from '../../../shared/manage-catalog.ts'
import { newId } from '../../../shared/ids.ts'
import { findLookAlike } from '../../../shared/look-alikes.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { isSameName } from '../../../shared/same-name.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tables } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { versionOf } from '../check-version.ts'
import { refuseMissing } from './change-offer.ts'

type Hours = Tables['working_hours']

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
    writeHours(tx, { trainer_id: id, weekday, start_minute: startMinute, end_minute: endMinute })
  }
  bus.publish('catalog.trainer_added', { trainerId: id })
  tx.touch(topics.catalog)
  return id
}

/**
 * Refuses `trainer_exists` for a name that another trainer on the list has: in the day, in messages and
 * in the earnings nobody could tell the two apart. Refuses `staff_name_alike` for one that only looks
 * the same, unless somebody has seen that and means it.
 */
export function checkTrainerName(
  database: StudioDatabase,
  name: string,
  exceptId: string | null,
  allowLookAlike: boolean,
): Result<null> {
  const others = database
    .all(sql.selectFrom('trainers').select(['id', 'name']).where('active', '=', 1))
    .filter(({ id }) => id !== exceptId)
  const same = others.find((other) => isSameName(other.name, name))
  if (same) return refuse('trainer_exists', { name: same.name })
  const alike = allowLookAlike ? undefined : findLookAlike(name, others)
  return alike ? refuse('staff_name_alike', { name: alike.name }) : ok(null)
}

/**
 * Changes how a trainer is called and marked. Refuses `trainer_not_found`, `trainer_exists` and
 * `staff_name_alike`.
 */
export function changeTrainer(
  tx: Tx,
  bus: EventBus,
  input: {
    readonly trainerId: string
    readonly name: string
    readonly hue: number
    readonly allowLookAlike: boolean
  },
): Result<CatalogChanged> {
  const { trainerId, name, hue } = input
  const before = findAnyTrainer(tx.database, trainerId)
  if (!before) return refuseMissing('trainer')
  // Who keeps their name was asked about it when it was given.
  const mayLookAlike = input.allowLookAlike || name === before.name
  const checked =
    before.active === 1 ? checkTrainerName(tx.database, name, trainerId, mayLookAlike) : ok(null)
  if (!checked.ok) return checked
  tx.database.run(sql.updateTable('trainers').set({ name, hue }).where('id', '=', trainerId))
  bus.publish('catalog.trainer_changed', { trainerId })
  tx.touch(topics.catalog)
  const back = { trainerId, name: before.name, hue: before.hue, allowLookAlike: true }
  return ok({ id: trainerId, undo: { command: 'catalog.changeTrainer', input: back } })
}

/** Replaces the weekly hours. Sessions that are booked outside the new ones stay where they are. */
export function setWeek(
  tx: Tx,
  bus: EventBus,
  input: { readonly trainerId: string; readonly week: WeekHours },
): Result<CatalogChanged> {
  const { trainerId, week } = input
  if (!findAnyTrainer(tx.database, trainerId)) return refuseMissing('trainer')
  const before = weekOf(hoursOf(tx.database), trainerId)
  tx.database.run(sql.deleteFrom('working_hours').where('trainer_id', '=', trainerId))
  for (const hours of rowsOf(trainerId, week)) writeHours(tx, hours)
  bus.publish('catalog.week_changed', { trainerId })
  tx.touch(topics.catalog)
  const back = { trainerId, week: before }
  return ok({ id: trainerId, undo: { command: 'catalog.setWeek', input: back } })
}

/** A week as the hours that {@link addTrainer} takes. */
export function workingHoursOf(week: WeekHours) {
  return rowsOf('', week).map((row) => ({
    weekday: row.weekday,
    startMinute: row.start_minute,
    endMinute: row.end_minute,
  }))
}

/** Every trainer there ever was with their week, those who take bookings first. */
export function listAllTrainers(database: StudioDatabase): ManagedTrainer[] {
  const hours = hoursOf(database)
  return database
    .all(
      sql
        .selectFrom('trainers')
        .select(['id', 'name', 'hue', 'active'])
        .orderBy('active', 'desc')
        .orderBy('position'),
    )
    .map(({ active, ...trainer }) => ({
      ...trainer,
      isActive: active === 1,
      week: weekOf(hours, trainer.id),
      version: versionOf(database, 'trainer', trainer.id),
      weekVersion: versionOf(database, 'week', trainer.id),
    }))
}

/** A trainer, retired or not. */
export function findAnyTrainer(database: StudioDatabase, id: string) {
  return database.first(sql.selectFrom('trainers').selectAll().where('id', '=', id))
}

function hoursOf(database: StudioDatabase): Hours[] {
  return database.all(sql.selectFrom('working_hours').selectAll().orderBy('start_minute'))
}

function weekOf(hours: readonly Hours[], trainerId: string): WeekHours {
  const own = hours.filter((row) => row.trainer_id === trainerId)
  return Array.from({ length: 7 }, (_, day) =>
    own
      .filter((row) => row.weekday === day + 1)
      .map((row): [number, number] => [row.start_minute, row.end_minute]),
  )
}

function rowsOf(trainerId: string, week: WeekHours): Hours[] {
  return week.flatMap((spans, day) =>
    spans.map(([start, end]) => ({
      trainer_id: trainerId,
      weekday: day + 1,
      start_minute: start,
      end_minute: end,
    })),
  )
}

function writeHours(tx: Tx, hours: Hours): void {
  tx.database.run(sql.insertInto('working_hours').values(hours))
}
