import type { Session } from '../../../shared/staff.ts'
import { localDateOf } from '../../../shared/time.ts'
import type { Tx, UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { addService, addTrainer, catalogHandlers } from '../catalog/index.ts'
import { earningsHandlers } from '../earnings/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { packagesHandlers } from '../packages/index.ts'
import { addStaffMember } from '../staff/index.ts'
import { setUpStudio } from '../studio/index.ts'
import { expectOk } from './expect-ok.ts'
import { demoTimeZone } from './plan-history.ts'
import { offerKeys, passes, priceList, type Offer, type RoomKind } from './price-list.ts'
import { deskStaff, type DemoTrainer } from './staff.ts'

/** Ids by their place in the plan. */
export interface OpenedStudio {
  readonly desk: readonly StaffCaller[]
  readonly trainers: readonly string[]
  readonly services: readonly string[]
  readonly products: readonly string[]
  /** Where a trainer gives a service; undefined: anywhere. */
  roomOf(trainer: number, service: number): string | undefined
}

const roomNames: Record<RoomKind, string> = {
  reformer: 'Reformer',
  treatment: 'Treatment room',
  hall: 'Hall',
}

/** What some are paid; the others get the half that everybody begins with. */
const rates = [
  null,
  { kind: 'flat', value: 2_800 },
  { kind: 'hourly', value: 3_200 },
  null,
  { kind: 'percent', value: 6_000 },
  null,
] as const

/** Opens the studio: name, people with their hours and PINs, rooms, and what is sold. */
export function openStudio(
  tx: Tx,
  work: UnitOfWork,
  bus: EventBus,
  planned: readonly DemoTrainer[],
): OpenedStudio {
  const [manager, ...others] = deskStaff
  const { managerId } = setUpStudio(
    tx,
    bus,
    {
      name: 'Harbour Street Studio',
      timeZone: demoTimeZone,
      currency: 'EUR',
      trainers: [],
      services: [],
      openingHours: [],
      manager: manager!,
    },
    { demo: true },
  )
  const desk = [callerOf({ ...manager!, id: managerId, trainerId: null })]
  for (const member of others) {
    const id = addStaffMember(tx, bus, { ...member, trainerId: null, demo: true })
    desk.push(callerOf({ ...member, id, trainerId: null }))
  }
  const trainers = planned.map((trainer, position) => addWorker(tx, bus, trainer, position))
  const rooms = addRooms(tx, work, bus, planned, desk[0]!)
  const services = addOffers(tx, bus, rooms)
  const products = addPasses(tx, work, bus, services, desk[0]!)
  setRates(tx, work, bus, trainers, desk[0]!)
  return {
    desk,
    trainers,
    services,
    products,
    roomOf: (trainer, service) => {
      const { room }: Offer = priceList[offerKeys[service]!]
      return room && rooms.get(room)?.[trainer]
    },
  }
}

function addWorker(tx: Tx, bus: EventBus, trainer: DemoTrainer, position: number): string {
  const { name, pin, week } = trainer
  const workingHours = Object.entries(week).flatMap(([weekday, spans]) =>
    spans.map(({ start, end }) => ({
      weekday: Number(weekday),
      startMinute: start,
      endMinute: end,
    })),
  )
  const trainerId = addTrainer(tx, bus, { name, hue: (position % 8) + 1, position, workingHours })
  addStaffMember(tx, bus, { name, pin, role: 'trainer', trainerId, demo: true })
  return trainerId
}

/**
 * Rooms of a kind, one for each trainer who needs one, and the hall for all: with rooms of their own
 * two trainers are never in each other's way, in whatever order their sessions are booked.
 */
function addRooms(
  tx: Tx,
  work: UnitOfWork,
  bus: EventBus,
  trainers: readonly DemoTrainer[],
  manager: StaffCaller,
): ReadonlyMap<RoomKind, readonly (string | undefined)[]> {
  const catalog = catalogHandlers(work, bus, () => demoTimeZone)
  const add = (name: string) =>
    expectOk(catalog['catalog.addRoom'](tx, { name, kind: 'room', allowRetired: false }, manager))
      .id
  const hall = add(roomNames.hall)
  const rooms = new Map([['hall' as RoomKind, trainers.map((): string | undefined => hall)]])
  for (const kind of ['reformer', 'treatment'] as const) {
    let number = 0
    const own = trainers.map(({ offers }) => {
      if (!offers.some((key) => priceList[key].room === kind)) return undefined
      number += 1
      return add(`${roomNames[kind]} ${number}`)
    })
    rooms.set(kind, own)
  }
  return rooms
}

function addOffers(
  tx: Tx,
  bus: EventBus,
  rooms: ReadonlyMap<RoomKind, readonly (string | undefined)[]>,
): string[] {
  return offerKeys.map((key, position) => {
    const { room, ...offer }: Offer = priceList[key]
    const roomIds = new Set(room ? rooms.get(room) : [])
    roomIds.delete(undefined)
    return addService(tx, bus, { ...offer, position, roomIds: [...roomIds] as string[] })
  })
}

function addPasses(
  tx: Tx,
  work: UnitOfWork,
  bus: EventBus,
  services: readonly string[],
  manager: StaffCaller,
): string[] {
  const sold = packagesHandlers(work, bus)
  return passes.map((pass) => {
    const { name, priceMinor, validityDays, services: keys } = pass
    const serviceIds = keys.map((key) => services[offerKeys.indexOf(key)]!)
    const product =
      pass.credits === null
        ? { kind: 'membership' as const, name, priceMinor, sessionsPerMonth: null, serviceIds }
        : {
            kind: 'package' as const,
            name,
            priceMinor,
            credits: pass.credits,
            validityDays,
            serviceIds,
            singlePriceMinor: priceList[keys[0]!].priceMinor,
          }
    return expectOk(sold['packages.addProduct'](tx, { product, allowRetired: false }, manager))
      .productId
  })
}

/**
 * What the manager decided that trainers are paid. Reminders stay off, as everywhere: dozens of
 * messages that wait for a mail server would be the first thing a demo shows.
 */
function setRates(
  tx: Tx,
  work: UnitOfWork,
  bus: EventBus,
  trainers: readonly string[],
  manager: StaffCaller,
): void {
  const effectiveFrom = localDateOf(tx.now, demoTimeZone)
  const earnings = earningsHandlers(work, bus)
  for (const [index, trainerId] of trainers.entries()) {
    const rate = rates[index % rates.length]
    if (!rate) continue
    expectOk(earnings['earnings.setRate'](tx, { trainerId, effectiveFrom, rate }, manager))
  }
}

function callerOf(actor: Session): StaffCaller {
  const { id, name, role, trainerId } = actor
  const session: Session = { id, name, role, trainerId }
  return { actor: session, session: { current: session } }
}
