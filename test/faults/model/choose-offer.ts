import type fc from 'fast-check'
import { someChoice } from './choose-session.ts'
import type { Pick } from './pick.ts'
import type { RealStudio } from './real-studio.ts'
import { DeskStep, passTime, type Choosers, type Tally } from './step.ts'
import { waitingIn, type Place, type Session, type StudioModel } from './studio-model.ts'
import { addDays } from './wall-clock.ts'

type Chooser = Choosers[string]

const minute = 60_000
const hour = 60 * minute
const both = { allowClientOverlap: true, exceptionReason: 'Both.' }
const anywhere = { allowOutsideHours: true, allowNoBuffer: true, ...both }

/** The classes to come, far enough ahead for messages to leave before. */
function comingClasses(model: StudioModel): Session[] {
  return [...model.sessions.values()].filter(
    ({ own, cancelled, start }) => own === null && !cancelled && start > model.now + 3 * hour,
  )
}

const taken = ({ seats }: Session) => seats.filter(({ status }) => status !== 'cancelled')
const isFull = (group: Session) => taken(group).length >= (group.capacity ?? 0)

/** Who waits and can be written to. */
function reachableIn(model: StudioModel, group: Session): Place[] {
  return waitingIn(group).filter(({ clientId }) => {
    const client = model.client(clientId)
    return client.canBeWrittenTo && !client.erased
  })
}

const wasOffered = (group: Session) => waitingIn(group).some(({ isOffered }) => isOffered)

/** Makes the offer of a seat untrue, or true again. */
const overtake: Chooser = (model, pick) => {
  const group = pick.maybeOf(comingClasses(model).filter(wasOffered))
  if (!group) return null
  const appointmentId = group.id
  const place = pick.of(waitingIn(group).filter(({ isOffered }) => isOffered))
  const how = pick.below(10)
  if (how === 0) {
    return { name: 'groups.cancel', input: { appointmentId, reason: 'other', refund: false } }
  }
  if (how === 1) return { name: 'groups.leaveWaitlist', input: { waitlistId: place.id } }
  if (how === 2) {
    const client = { kind: 'existing' as const, clientId: place.clientId }
    return { name: 'groups.addSeat', input: { appointmentId, client, ...both } }
  }
  if (how === 3) {
    const capacity = Math.max(1, taken(group).length)
    return { name: 'groups.changeCapacity', input: { appointmentId, capacity } }
  }
  if (how <= 6) {
    const client = someChoice(model, pick)
    return { name: 'groups.addSeat', input: { appointmentId, client, ...both } }
  }
  const start = model.clock.localOf(group.start + (how === 9 ? pick.of([1, 2, -1]) * hour : 0))
  const trainerId = how === 9 ? group.trainerId : pick.of(model.trainers)
  const { rooms } = model.service(group.serviceId)
  const where = how === 8 && rooms.length > 0 ? { roomId: pick.of(rooms) } : {}
  const input = { appointmentId, trainerId, start, ...where, ...anywhere }
  return { name: 'appointments.reschedule', input }
}

/** A class that was cancelled stands again, with all who waited for it. */
const standAgain: Chooser = (model, pick) => {
  const gone = [...model.sessions.values()].filter(
    ({ own, cancelled, start, line }) =>
      own === null && cancelled && start > model.now && line.some(({ isOffered }) => isOffered),
  )
  const group = pick.maybeOf(gone)
  if (!group) return null
  const waitlistIds = group.line.filter(({ wentWithClass }) => wentWithClass).map(({ id }) => id)
  const input = { appointmentId: group.id, seatIds: [], waitlistIds, ...anywhere }
  return { name: 'groups.reinstate', input }
}

const offer: Chooser = (model, pick) => {
  const free = comingClasses(model).filter((group) => !isFull(group))
  const place = pick.maybeOf(free.flatMap((group) => reachableIn(model, group)))
  return place ? { name: 'groups.offerSeat', input: { waitlistId: place.id } } : null
}

/** Somebody leaves a full class that others wait for, or there is one seat more. */
const free: Chooser = (model, pick) => {
  const awaited = comingClasses(model).filter(
    (group) => isFull(group) && reachableIn(model, group).length > 0,
  )
  const group = pick.maybeOf(awaited)
  if (!group) return null
  const appointmentId = group.id
  const seat = pick.maybeOf(group.seats.filter(({ status }) => status === 'booked'))
  if (!seat || pick.percent(30)) {
    const capacity = taken(group).length + 1
    return { name: 'groups.changeCapacity', input: { appointmentId, capacity } }
  }
  const how = { by: 'client', reason: 'client_request', refund: false } as const
  return { name: 'appointments.cancel', input: { appointmentId, seatId: seat.key, ...how } }
}

const wait: Chooser = (model, pick) => {
  const full = comingClasses(model).filter(
    (group) => isFull(group) && reachableIn(model, group).length === 0,
  )
  const group = pick.maybeOf(full)
  if (!group) return null
  const client = someReachable(model, pick, group)
  return { name: 'groups.joinWaitlist', input: { appointmentId: group.id, client } }
}

/** Somebody with an address who is not in a class, or somebody new. */
function someReachable(model: StudioModel, pick: Pick, group: Session) {
  const there = [...taken(group), ...waitingIn(group)]
  const inside = new Set(there.map(({ clientId }) => model.client(clientId).id))
  const known = [...model.clients.values()].filter(
    ({ id, canBeWrittenTo, erased, mergedInto }) =>
      canBeWrittenTo && !erased && mergedInto === null && !inside.has(id),
  )
  const clientId = pick.maybeOf(known.slice(-8))?.id
  if (clientId !== undefined) return { kind: 'existing' as const, clientId }
  const name = `Client ${model.named + 1}`
  const contact = { email: `c${model.named + 1}@example.org`, messagesConsent: true }
  return { kind: 'new' as const, client: { name, ...contact } }
}

const fill: Chooser = (model, pick) => {
  const open = comingClasses(model).filter(
    (group) => !isFull(group) && waitingIn(group).length === 0,
  )
  const left = (group: Session) => (group.capacity ?? 0) - taken(group).length
  const group = pick.maybeOf(open.toSorted((a, b) => left(a) - left(b)).slice(0, 2))
  if (!group) return null
  const input = { appointmentId: group.id, client: someChoice(model, pick), ...both }
  return { name: 'groups.addSeat', input }
}

/** A class of one seat, which is soon full. */
const begin: Chooser = (model, pick) => {
  const groups = model.services.filter(({ capacity }) => capacity !== null)
  const start = `${addDays(model.today, 2 + pick.below(5))}T${pick.of(['09', '13', '17'])}:30`
  const where = { trainerId: pick.of(model.trainers), serviceId: pick.of(groups).id, start }
  return { name: 'groups.schedule', input: { ...where, capacity: 1, ...anywhere } }
}

const stages = [standAgain, overtake, offer, free, wait, fill, begin]

/** What comes next on the way from an empty class to a seat of it that was offered and is gone. */
const nextOfOffer: Chooser = (model, pick) => {
  for (const stage of stages) {
    // Now and then passed over, so that more than one class is on its way.
    if (pick.percent(25)) continue
    const sent = stage(model, pick)
    if (sent) return sent
  }
  return begin(model, pick)
}

/** Some steps further to a seat that is offered, mailed and overtaken, with time for messages to leave. */
export class OfferStep implements fc.Command<StudioModel, RealStudio> {
  readonly #numbers: readonly number[]
  readonly #tally: Tally

  constructor(numbers: readonly number[], tally: Tally) {
    this.#numbers = numbers
    this.#tally = tally
  }

  check(): boolean {
    return true
  }

  run(model: StudioModel, real: RealStudio): void {
    const [drawn = 0] = this.#numbers
    for (let act = 0; act <= drawn % 8; act += 1) {
      const numbers = [...this.#numbers.slice(act), ...this.#numbers.slice(0, act)]
      new DeskStep('offered', nextOfOffer, numbers, this.#tally).run(model, real)
      // Now and then the next thing is done before anybody is told of this one.
      const minutes = (numbers[1] ?? 0) % 60
      if (minutes < 40) passTime(model, real, model.now + (1 + minutes) * minute)
    }
  }

  toString(): string {
    return 'offered'
  }
}
