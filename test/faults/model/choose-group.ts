import type { InputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import {
  reasons,
  someAllowance,
  someChoice,
  someClient,
  someFunding,
  someStart,
  soon,
} from './choose-session.ts'
import type { Pick } from './pick.ts'
import type { Choosers } from './step.ts'
import { waitingIn, type Session, type StudioModel } from './studio-model.ts'
import { addDays } from './wall-clock.ts'

const groupsOf = (model: StudioModel): Session[] =>
  [...model.sessions.values()].filter(({ own }) => own === null)

/** A group that stands, mostly. */
function someGroup(model: StudioModel, pick: Pick): Session | undefined {
  const isOdd = pick.percent(4)
  return pick.maybeOf(groupsOf(model).filter(({ cancelled }) => isOdd || !cancelled))
}

function someWaiting(model: StudioModel, pick: Pick): string | undefined {
  return pick.maybeOf(groupsOf(model).flatMap(waitingIn))?.id
}

/** A group that stands, with one seat left or none: where a seat too many would be sold. */
function isNearlyFull({ cancelled, seats, capacity }: Session): boolean {
  const taken = seats.filter(({ status }) => status !== 'cancelled').length
  return !cancelled && taken + 1 >= (capacity ?? 0)
}

function isFull({ seats, capacity }: Session): boolean {
  return seats.filter(({ status }) => status !== 'cancelled').length >= (capacity ?? 0)
}

/** A part of a list, mostly all of it. */
function someOf<T>(list: readonly T[], pick: Pick): T[] {
  const left = pick.percent(30) ? pick.below(list.length + 1) : list.length
  return list.slice(0, left)
}

/** A session of a series in a status. */
function someDate(model: StudioModel, pick: Pick, status: 'booked' | 'cancelled') {
  return pick.maybeOf(
    [...model.sessions.values()].filter(
      ({ seriesId, own }) => seriesId !== null && own?.status === status,
    ),
  )
}

type Choice = NonNullable<InputOf<Contracts['series.putBack']>['choices']>[number]

/** What is chosen for some of the dates of a series. */
function someChoices(model: StudioModel, pick: Pick, starts: readonly string[]) {
  return starts.flatMap((planned): Choice[] => {
    if (!pick.percent(30)) return []
    if (pick.percent(50)) return [{ kind: 'skip' as const, planned }]
    const trainerId = pick.of(model.trainers)
    return [{ kind: 'elsewhere' as const, planned, trainerId, start: someStart(model, pick) }]
  })
}

/** What the desk does with groups, the line behind them, and series. */
export const groupChoosers: Choosers = {
  schedule(model, pick) {
    const groups = model.services.filter(({ capacity }) => capacity !== null)
    const capacity = pick.percent(30) ? { capacity: 1 + pick.below(3) } : {}
    const start = pick.percent(50) ? soon(model, pick) : someStart(model, pick)
    const where = { trainerId: pick.of(model.trainers), serviceId: pick.of(groups).id, start }
    return { name: 'groups.schedule', input: { ...where, ...capacity, ...someAllowance(pick) } }
  },
  addSeat(model, pick) {
    const close = pick.percent(50) ? groupsOf(model).filter(isNearlyFull) : []
    const group = pick.maybeOf(close) ?? someGroup(model, pick)
    if (!group) return null
    const left = group.seats.filter(({ status }) => status === 'cancelled')
    const next = pick.percent(50) ? pick.maybeOf(waitingIn(group)) : undefined
    const again = next ?? (pick.percent(40) ? pick.maybeOf(left) : undefined)
    const client = again
      ? { kind: 'existing' as const, clientId: again.clientId }
      : someChoice(model, pick)
    const known = client.kind === 'existing' ? client.clientId : undefined
    const funding = someFunding(model, pick, known)
    const overlap = pick.percent(40)
    const allowance = overlap ? { allowClientOverlap: true, exceptionReason: 'Both.' } : {}
    const input = { appointmentId: group.id, client, funding, ...allowance }
    return { name: 'groups.addSeat', input }
  },
  /** Gives a seat to who waits for it: where somebody left, or where there is one seat more. */
  seatNext(model, pick) {
    const awaited = groupsOf(model).filter((one) => !one.cancelled && waitingIn(one).length > 0)
    const group = pick.maybeOf(awaited)
    if (!group) return null
    const { seats, capacity } = group
    const taken = seats.filter(({ status }) => status !== 'cancelled').length
    const appointmentId = group.id
    if (taken >= (capacity ?? 0) && pick.percent(80)) {
      return { name: 'groups.changeCapacity', input: { appointmentId, capacity: taken + 1 } }
    }
    const { clientId } = pick.of(waitingIn(group))
    const client = { kind: 'existing' as const, clientId }
    const both = { allowClientOverlap: true, exceptionReason: 'Both.' }
    return { name: 'groups.addSeat', input: { appointmentId, client, ...both } }
  },
  changeCapacity(model, pick) {
    const group = someGroup(model, pick)
    if (!group) return null
    const input = { appointmentId: group.id, capacity: 1 + pick.below(4) }
    return { name: 'groups.changeCapacity', input }
  },
  checkInAll(model, pick) {
    const group = someGroup(model, pick)
    return group ? { name: 'groups.checkInAll', input: { appointmentId: group.id } } : null
  },
  cancelGroup(model, pick) {
    const group = someGroup(model, pick)
    if (!group) return null
    const input = { appointmentId: group.id, reason: 'other' as const, refund: pick.percent(50) }
    return { name: 'groups.cancel', input }
  },
  join(model, pick) {
    const groups = groupsOf(model)
    const full = pick.percent(80) ? groups.filter(isFull) : groups
    const group = pick.maybeOf(full)
    if (!group) return null
    const input = { appointmentId: group.id, client: someChoice(model, pick) }
    return { name: 'groups.joinWaitlist', input }
  },
  leave(model, pick) {
    const waitlistId = someWaiting(model, pick)
    return waitlistId === undefined ? null : { name: 'groups.leaveWaitlist', input: { waitlistId } }
  },
  offer(model, pick) {
    const free = groupsOf(model).filter((one) => !isFull(one) && !one.cancelled)
    const waitlistId = pick.maybeOf(free.flatMap(waitingIn))?.id ?? someWaiting(model, pick)
    return waitlistId === undefined ? null : { name: 'groups.offerSeat', input: { waitlistId } }
  },
  rejoin(model, pick) {
    const isOdd = pick.percent(5)
    const places = groupsOf(model).flatMap(({ line }) => line)
    const place = pick.maybeOf(places.filter(({ state }) => isOdd || state === 'left'))
    return place ? { name: 'groups.rejoinWaitlist', input: { waitlistId: place.id } } : null
  },
  reinstateGroup(model, pick) {
    const isOdd = pick.percent(4)
    const group = pick.maybeOf(groupsOf(model).filter(({ cancelled }) => isOdd || cancelled))
    if (!group) return null
    const seats = group.seats
      .filter(({ status }) => status === 'cancelled')
      .slice(-(group.capacity ?? 1))
    const places = group.line.filter(({ state }) => state === 'left')
    const to = { trainerId: pick.of(model.trainers), start: someStart(model, pick) }
    const input = {
      appointmentId: group.id,
      seatIds: someOf(seats, pick).map(({ key }) => key),
      waitlistIds: someOf(places, pick).map(({ id }) => id),
      ...(pick.percent(30) ? { to } : {}),
      ...someAllowance(pick),
    }
    return { name: 'groups.reinstate', input }
  },
  series(model, pick) {
    const choice = someChoice(model, pick)
    const clientId = choice.kind === 'existing' ? choice.clientId : someClient(model, pick)
    if (clientId === undefined || model.client(clientId).erased) return null
    const privates = model.services.filter(({ capacity }) => capacity === null)
    const start = someStart(model, pick)
    const input = {
      clientId,
      serviceId: pick.of(privates).id,
      trainerId: pick.of(model.trainers),
      start,
      weekdays: pick.percent(40) ? [2, 5] : [1 + pick.below(6)],
      intervalWeeks: 1 + pick.below(2),
      until: pick.percent(30)
        ? { kind: 'date' as const, date: addDays(start.slice(0, 10), 10 + pick.below(12)) }
        : { kind: 'count' as const, count: 2 + pick.below(3) },
      funding: someFunding(model, pick, clientId),
      thenSingle: pick.percent(60),
    }
    return { name: 'series.create', input }
  },
  cancelSeries(model, pick) {
    const session = someDate(model, pick, pick.percent(5) ? 'cancelled' : 'booked')
    if (!session) return null
    const by = pick.percent(50) ? ('client' as const) : ('studio' as const)
    const input = { appointmentId: session.id, by, reason: pick.of(reasons) }
    return { name: 'series.cancelFollowing', input }
  },
  changeSeries(model, pick) {
    const session = someDate(model, pick, pick.percent(5) ? 'cancelled' : 'booked')
    if (!session) return null
    const time = `${pick.of(['08', '09', '11', '14', '18', '02'])}:${pick.of(['00', '30'])}`
    const days = [...model.sessions.values()]
      .filter(({ seriesId, start }) => seriesId === session.seriesId && start >= session.start)
      .map((one) => `${model.dayOf(one)}T${time}`)
    const choices = pick.percent(40) ? someChoices(model, pick, [...new Set(days)]) : []
    const input = { appointmentId: session.id, trainerId: pick.of(model.trainers), time, choices }
    return { name: 'series.changeFollowing', input }
  },
  putSeriesBack(model, pick) {
    const some = someDate(model, pick, 'cancelled')
    if (!some) return null
    const gone = [...model.sessions.values()].filter(
      ({ seriesId, own }) => seriesId === some.seriesId && own?.status === 'cancelled',
    )
    const starts = gone.map(({ start }) => model.clock.localOf(start))
    const choices = pick.percent(50) ? someChoices(model, pick, [...new Set(starts)]) : []
    const sessions = gone.map(({ id }) => ({ appointmentId: id, slot: null }))
    return { name: 'series.putBack', input: { sessions, choices } }
  },
}
