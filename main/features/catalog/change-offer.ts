import type { WayBack } from '../../../shared/contract.ts'
import type { CatalogChanged, OfferKind } from '../../../shared/manage-catalog.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { topics } from '../../../shared/topics.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { countsOf, leftByRetiring } from './find-left-behind.ts'

const tables = { trainer: 'trainers', service: 'services', room: 'rooms' } as const

interface Wish {
  readonly kind: OfferKind
  readonly id: string
}

/** Refuses with the code of what was to be found. */
export function refuseMissing(kind: OfferKind) {
  switch (kind) {
    case 'trainer':
      return refuse('trainer_not_found', {})
    case 'service':
      return refuse('service_not_found', {})
    case 'room':
      return refuse('room_gone', {})
  }
}

/**
 * Takes a trainer, a service or a room off its list, or brings it back. Bookings stay as they are: the
 * event counts those that keep what is retired, so that only what was shown is done.
 */
export function setActive(
  tx: Tx,
  bus: EventBus,
  { kind, id }: Wish,
  active: boolean,
): Result<CatalogChanged> {
  const row = tx.database.first(sql.selectFrom(tables[kind]).select('active').where('id', '=', id))
  if (!row) return refuseMissing(kind)
  // What was so already is not undone.
  if (row.active === (active ? 1 : 0)) return ok({ id, undo: null })
  tx.database.run(
    sql
      .updateTable(tables[kind])
      .set({ active: active ? 1 : 0 })
      .where('id', '=', id),
  )
  const what = active ? 'returned' : 'retired'
  const left = leftByRetiring(tx.database, { kind, id }, tx.now)
  const kept = active ? {} : countsOf(left)
  switch (kind) {
    case 'trainer':
      bus.publish(`catalog.trainer_${what}`, { trainerId: id, ...kept })
      break
    case 'service':
      bus.publish(`catalog.service_${what}`, { serviceId: id, ...kept })
      break
    case 'room':
      bus.publish(`catalog.room_${what}`, { roomId: id, ...kept })
      break
  }
  tx.touch(topics.catalog, topics.toDecide)
  const undo: WayBack = active
    ? { command: 'catalog.retire', input: { kind, id, shown: countsOf(left) } }
    : { command: 'catalog.bringBack', input: { kind, id } }
  return ok({ id, undo })
}

/** How one stands apart from its place in its list; of a trainer with the hours of their week. */
export function offerStanding(database: StudioDatabase, { kind, id }: Wish): unknown {
  const row = database.first(sql.selectFrom(tables[kind]).selectAll().where('id', '=', id))
  const week = database
    .prepare('SELECT * FROM working_hours WHERE trainer_id = ? ORDER BY weekday, start_minute')
    .all(id)
  const rooms = database
    .prepare('SELECT room_id FROM service_rooms WHERE service_id = ? ORDER BY room_id')
    .all(id)
  return row && [{ ...row, position: null }, week, rooms]
}

/** Where one stands in its list. */
export function offerPlace(database: StudioDatabase, { kind, id }: Wish): unknown {
  return database.first(sql.selectFrom(tables[kind]).select('position').where('id', '=', id))
}

/** Puts one at another place of its list. The retired ones stand at the end. */
export function moveOffer(
  tx: Tx,
  bus: EventBus,
  { kind, id, position }: Wish & { readonly position: number },
): Result<CatalogChanged> {
  const before = tx.database
    .all(
      sql
        .selectFrom(tables[kind])
        .select(['id', 'active'])
        .orderBy('active', 'desc')
        .orderBy('position'),
    )
    .map((row) => row.id)
  const from = before.indexOf(id)
  if (from < 0) return refuseMissing(kind)
  const order = before.toSpliced(from, 1).toSpliced(position, 0, id)
  for (const [index, each] of order.entries()) {
    tx.database.run(sql.updateTable(tables[kind]).set({ position: index }).where('id', '=', each))
  }
  const to = order.indexOf(id)
  switch (kind) {
    case 'trainer':
      bus.publish('catalog.trainer_moved', { trainerId: id, position: to })
      break
    case 'service':
      bus.publish('catalog.service_moved', { serviceId: id, position: to })
      break
    case 'room':
      bus.publish('catalog.room_moved', { roomId: id, position: to })
      break
  }
  tx.touch(topics.catalog)
  return ok({ id, undo: { command: 'catalog.move', input: { kind, id, position: from } } })
}

/** The place after the last one of a list. */
export function nextPosition(database: StudioDatabase, kind: OfferKind): number {
  const { next } = database
    .prepare(`SELECT coalesce(max(position), -1) + 1 AS next FROM ${tables[kind]}`)
    .get() as { next: number }
  return next
}
