import type {
  CatalogChanged,
  ManagedService,
  manageCatalogContract,
} from '../../../shared/manage-catalog.ts'
import type { ParsedInputOf, WayBack } from '../../../shared/contract.ts'
import { newId } from '../../../shared/ids.ts'
import type { Minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { checkUsual } from '../../../shared/sane-amounts.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { checkName } from '../check-name.ts'
import { versionOf } from '../check-version.ts'
import { refuseMissing } from './change-offer.ts'
import { countsOf, leftByRooms } from './find-left-behind.ts'

type ServiceInput = ParsedInputOf<(typeof manageCatalogContract)['catalog.addService']>

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
  } & Partial<ServiceInput>,
): string {
  const id = newId()
  const { position, roomIds = [], durationMinutes, priceMinor } = service
  tx.database.run(
    sql.insertInto('services').values({ id, position, active: 1, ...columnsOf(service) }),
  )
  writeRooms(tx, id, roomIds)
  bus.publish('catalog.service_added', { serviceId: id, durationMinutes, priceMinor })
  tx.touch(topics.catalog)
  return id
}

/**
 * Changes a service for bookings to come: those that are booked have copied what concerns them.
 * Refuses `service_not_found`, `service_exists`, `retired_exists`, `room_gone` and `amount_unusual`.
 */
export function changeService(
  tx: Tx,
  bus: EventBus,
  input: ServiceInput & { readonly serviceId: string },
): Result<CatalogChanged> {
  const { serviceId, roomIds, durationMinutes, priceMinor } = input
  const before = listAllServices(tx.database).find(({ id }) => id === serviceId)
  if (!before) return refuseMissing('service')
  const asked = { ...input, id: serviceId, before: before.name }
  const named = before.isActive ? checkName(tx.database, 'service', asked) : ok(null)
  if (!named.ok) return named
  const rooms = checkRooms(tx.database, roomIds)
  if (!rooms.ok) return rooms
  const usual = checkPrice(tx.database, input)
  if (!usual.ok) return usual
  const left = leftByRooms(tx.database, input, tx.now)
  tx.database.run(sql.updateTable('services').set(columnsOf(input)).where('id', '=', serviceId))
  tx.database.run(sql.deleteFrom('service_rooms').where('service_id', '=', serviceId))
  writeRooms(tx, serviceId, roomIds)
  const { bufferBeforeMinutes, bufferAfterMinutes, capacity } = input
  bus.publish('catalog.service_changed', {
    serviceId,
    durationMinutes,
    priceMinor,
    bufferBeforeMinutes,
    bufferAfterMinutes,
    capacity,
    roomIds,
    ...countsOf(left),
  })
  tx.touch(topics.catalog, topics.toDecide)
  const back = inputOf(before)
  const leftByUndo = leftByRooms(tx.database, { serviceId, ...back }, tx.now)
  const undo: WayBack = {
    command: 'catalog.changeService',
    input: {
      serviceId,
      ...back,
      sureOfMinor: before.priceMinor,
      shown: countsOf(leftByUndo),
    },
  }
  return ok({ id: serviceId, undo })
}

/** Refuses `amount_unusual` for a price that nobody has confirmed. */
export function checkPrice(
  database: StudioDatabase,
  service: { readonly priceMinor: Minor; readonly sureOfMinor?: Minor | undefined },
): Result<null> {
  const { currency } = database.one(sql.selectFrom('studio').select('currency'))
  return checkUsual([service.priceMinor], service.sureOfMinor, currency)
}

/** Refuses `room_gone` unless all of the rooms exist. */
export function checkRooms(database: StudioDatabase, roomIds: readonly string[]): Result<null> {
  const known = new Set(database.all(sql.selectFrom('rooms').select('id')).map((room) => room.id))
  return roomIds.every((id) => known.has(id)) ? ok(null) : refuse('room_gone', {})
}

/** Every service there ever was, what is offered first. */
export function listAllServices(database: StudioDatabase): ManagedService[] {
  const rooms = database.all(sql.selectFrom('service_rooms').selectAll())
  return database
    .all(sql.selectFrom('services').selectAll().orderBy('active', 'desc').orderBy('position'))
    .map((row) => ({
      id: row.id,
      name: row.name,
      durationMinutes: row.duration_minutes,
      priceMinor: row.price_minor,
      hue: row.hue,
      bufferBeforeMinutes: row.buffer_before_minutes,
      bufferAfterMinutes: row.buffer_after_minutes,
      capacity: row.capacity,
      isActive: row.active === 1,
      roomIds: rooms.filter((room) => room.service_id === row.id).map((room) => room.room_id),
      version: versionOf(database, 'service', row.id),
    }))
}

/** What makes a service this one again. */
function inputOf(service: ManagedService): ServiceInput {
  const { name, durationMinutes, priceMinor, hue, bufferBeforeMinutes, bufferAfterMinutes } =
    service
  const { capacity, roomIds } = service
  return {
    name,
    durationMinutes,
    priceMinor,
    hue,
    bufferBeforeMinutes,
    bufferAfterMinutes,
    capacity,
    roomIds: [...roomIds],
    // What it was called before was meant.
    allowRetired: true,
  }
}

function columnsOf(
  service: Pick<ServiceInput, 'name' | 'durationMinutes' | 'priceMinor' | 'hue'> &
    Partial<ServiceInput>,
) {
  return {
    name: service.name,
    duration_minutes: service.durationMinutes,
    price_minor: service.priceMinor,
    hue: service.hue,
    buffer_before_minutes: service.bufferBeforeMinutes ?? 0,
    buffer_after_minutes: service.bufferAfterMinutes ?? 0,
    capacity: service.capacity ?? null,
  }
}

function writeRooms(tx: Tx, serviceId: string, roomIds: readonly string[]): void {
  for (const roomId of new Set(roomIds)) {
    tx.database.run(
      sql.insertInto('service_rooms').values({ service_id: serviceId, room_id: roomId }),
    )
  }
}
