import type { CatalogChanged, ManagedTrainer, WeekHours } from '../../../shared/manage-catalog.ts'
import { newId } from '../../../shared/ids.ts'
import { findLookAlike } from '../../../shared/look-alikes.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tables } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { checkName } from '../check-name.ts'
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
 * Refuses what {@link checkName} refuses, and `staff_name_alike` for a name that only looks like that of
 * another trainer on the list, unless somebody has seen that and means it.
 */
export function checkTrainerName(
  database: StudioDatabase,
  asked: Parameters<typeof checkName>[2] & { readonly allowLookAlike: boolean },
): Result<null> {
  const { name, id: ownId, before } = asked
  const checked = checkName(database, 'trainer', asked)
  // Who keeps their name was asked about it when it was given.
  if (!checked.ok || asked.allowLookAlike || name === before) return checked
  const others = database
    .all(sql.selectFrom('trainers').select(['id', 'name']).where('active', '=', 1))
    .filter(({ id }) => id !== ownId)
  const alike = findLookAlike(name, others)
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
    readonly allowRetired: boolean
  },
): Result<CatalogChanged> {
  const { trainerId, name, hue } = input
  const before = findAnyTrainer(tx.database, trainerId)
  if (!before) return refuseMissing('trainer')
  const asked = { ...input, id: trainerId, before: before.name }
  const checked = before.active === 1 ? checkTrainerName(tx.database, asked) : ok(null)
  if (!checked.ok) return checked
  tx.database.run(sql.updateTable('trainers').set({ name, hue }).where('id', '=', trainerId))
  bus.publish('catalog.trainer_changed', { trainerId })
  tx.touch(topics.catalog)
  const meant = { allowLookAlike: true, allowRetired: true }
  const back = { trainerId, name: before.name, hue: before.hue, ...meant }
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
