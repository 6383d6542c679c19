import type { CatalogChanged, ManagedRoom, RoomKind } from '../../../shared/manage-catalog.ts'
import { newId } from '../../../shared/ids.ts'
import { ok, type Result } from '../../../shared/result.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { checkName } from '../check-name.ts'
import { versionOf } from '../check-version.ts'
import { nextPosition, refuseMissing } from './change-offer.ts'

/**
 * Adds a room or a piece of equipment; services then say that they need it. Refuses `room_exists` and
 * `retired_exists`, as changing one does.
 */
export function addRoom(
  tx: Tx,
  bus: EventBus,
  input: { readonly name: string; readonly kind: RoomKind; readonly allowRetired: boolean },
): Result<CatalogChanged> {
  const { name, kind } = input
  const checked = checkName(tx.database, 'room', input)
  if (!checked.ok) return checked
  const id = newId()
  const position = nextPosition(tx.database, 'room')
  tx.database.run(sql.insertInto('rooms').values({ id, name, kind, position, active: 1 }))
  bus.publish('catalog.room_added', { roomId: id })
  tx.touch(topics.catalog)
  return ok({ id, undo: { command: 'catalog.retire', input: { kind: 'room', id } } })
}

/** Changes what a room is called and whether it is one. */
export function changeRoom(
  tx: Tx,
  bus: EventBus,
  input: {
    readonly roomId: string
    readonly name: string
    readonly kind: RoomKind
    readonly allowRetired: boolean
  },
): Result<CatalogChanged> {
  const { roomId, name, kind } = input
  const before = listAllRooms(tx.database).find(({ id }) => id === roomId)
  if (!before) return refuseMissing('room')
  const asked = { ...input, id: roomId, before: before.name }
  const checked = before.isActive ? checkName(tx.database, 'room', asked) : ok(null)
  if (!checked.ok) return checked
  tx.database.run(sql.updateTable('rooms').set({ name, kind }).where('id', '=', roomId))
  bus.publish('catalog.room_changed', { roomId })
  tx.touch(topics.catalog)
  const back = { roomId, name: before.name, kind: before.kind, allowRetired: true }
  return ok({ id: roomId, undo: { command: 'catalog.changeRoom', input: back } })
}

/** Every room and piece of equipment there ever was, those in use first. */
export function listAllRooms(database: StudioDatabase): ManagedRoom[] {
  return database
    .all(sql.selectFrom('rooms').selectAll().orderBy('active', 'desc').orderBy('position'))
    .map(({ id, name, kind, active }) => ({
      id,
      name,
      kind,
      isActive: active === 1,
      version: versionOf(database, 'room', id),
    }))
}
