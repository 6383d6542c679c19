import type { Pick } from './pick.ts'
import type { Choosers } from './step.ts'
import type { StudioModel } from './studio-model.ts'
import { addDays } from './wall-clock.ts'

function someStretch(model: StudioModel, pick: Pick) {
  const day = addDays(model.today, pick.below(6))
  const from = 7 + pick.below(12)
  const hours = 1 + pick.below(4)
  const time = (hour: number) => `${String(hour).padStart(2, '0')}:00`
  return { start: `${day}T${time(from)}`, end: `${day}T${time(from + hours)}` }
}

const hours = [
  [[480, 1_200]],
  [],
  [[0, 1_440]],
  [
    [420, 780],
    [780, 900],
    [960, 1_320],
  ],
  [[720, 1_440]],
] satisfies [number, number][][]

const copyOf = (spans: readonly (readonly [number, number])[]) =>
  spans.map(([from, until]): [number, number] => [from, until])

/** Who or what may be taken off its list, so that something is left on it. */
function spareIn(model: StudioModel) {
  const isListed = (id: string) => !model.retired.has(id)
  const listed = (kind: 'trainer' | 'service' | 'room', ids: readonly string[], least: number) => {
    const some = ids.filter(isListed)
    return some.length > least ? some.map((id) => ({ kind, id })) : []
  }
  const groups = model.services.filter(({ capacity }) => capacity !== null)
  return [
    ...listed('trainer', model.trainers, 1),
    ...listed('room', model.rooms, 0),
    ...listed(
      'service',
      groups.map(({ id }) => id),
      1,
    ),
  ]
}

/** What the manager does with hours, days off and the price list. */
export const catalogChoosers: Choosers = {
  timeOff: (model, pick) => ({
    name: 'catalog.addTimeOff',
    input: { trainerId: pick.of(model.trainers), ...someStretch(model, pick) },
  }),
  closure: (model, pick) => ({
    name: 'catalog.addClosure',
    input: { ...someStretch(model, pick), reason: 'Works' },
  }),
  cameBack(model, pick) {
    const away = pick.maybeOf(model.away)
    if (!away) return null
    return away.trainerId === null
      ? { name: 'catalog.removeClosure', input: { closureId: away.id } }
      : { name: 'catalog.removeTimeOff', input: { timeOffId: away.id } }
  },
  override(model, pick) {
    const date = addDays(model.today, pick.below(7))
    const spans = pick.percent(20) ? null : copyOf(pick.of(hours))
    return {
      name: 'catalog.setOverride',
      input: { trainerId: pick.of(model.trainers), date, spans },
    }
  },
  week(model, pick) {
    const week = Array.from({ length: 7 }, (_, day) => copyOf(hours[day < 5 ? 0 : pick.below(5)]!))
    return { name: 'catalog.setWeek', input: { trainerId: pick.of(model.trainers), week } }
  },
  retire(model, pick) {
    const spare = pick.maybeOf(spareIn(model))
    return spare ? { name: 'catalog.retire', input: spare } : null
  },
  moveRoom: (model, pick) => ({
    name: 'catalog.move',
    input: { kind: 'room', id: pick.of(model.rooms), position: pick.below(model.rooms.length) },
  }),
  bringBack(model, pick) {
    const id = pick.maybeOf([...model.retired])
    if (id === undefined) return null
    const kind = model.trainers.includes(id)
      ? ('trainer' as const)
      : model.rooms.includes(id)
        ? ('room' as const)
        : ('service' as const)
    return { name: 'catalog.bringBack', input: { kind, id } }
  },
  changeService(model, pick) {
    const { id, name, capacity } = pick.of(model.services)
    const input = {
      serviceId: id,
      name,
      hue: 3,
      durationMinutes: pick.of([45, 60, 30, 90]),
      priceMinor: pick.of([6_001, 1_999, 0, 4_500]),
      bufferBeforeMinutes: pick.of([0, 10, 5]),
      bufferAfterMinutes: pick.of([0, 20, 5]),
      capacity: capacity === null ? null : 1 + pick.below(4),
      roomIds: pick.of([model.rooms, model.rooms.slice(0, 1), []]).slice(),
    }
    return { name: 'catalog.changeService', input }
  },
  changeProduct(model, pick) {
    const isOdd = pick.percent(5)
    const product = pick.maybeOf(model.products.filter(({ active }) => isOdd || active))
    if (!product) return null
    const { name, credits, validityDays, singlePrice, perMonth, services } = product
    const offered = { name, priceMinor: 1 + pick.below(12_000), serviceIds: [...services] }
    return {
      name: 'packages.changeProduct',
      input: {
        productId: product.id,
        product:
          product.kind === 'package'
            ? { kind: 'package', ...offered, credits, validityDays, singlePriceMinor: singlePrice }
            : { kind: 'membership', ...offered, sessionsPerMonth: perMonth },
      },
    }
  },
  retireProduct(model, pick) {
    const sold = model.products.filter(({ active }) => active)
    if (sold.length < 3) return null
    return { name: 'packages.retireProduct', input: { productId: pick.of(sold).id } }
  },
  restoreProduct(model, pick) {
    const gone = pick.maybeOf(model.products.filter(({ active }) => !active))
    return gone ? { name: 'packages.restoreProduct', input: { productId: gone.id } } : null
  },
}
