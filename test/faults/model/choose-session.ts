import { grossToday } from './package-rules.ts'
import type { Pick } from './pick.ts'
import { judgeCash } from './settle-model.ts'
import type { Choosers } from './step.ts'
import type { Attendance, ModelService, Status, StudioModel } from './studio-model.ts'
import { addDays } from './wall-clock.ts'

const hour = 3_600_000
const two = (number: number) => String(number).padStart(2, '0')
const clockTime = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`

/** A wall time in the next days, mostly when the studio is open; now and then in the night. */
export function someStart(model: StudioModel, pick: Pick): string {
  const isNight = pick.percent(6)
  const minutes = isNight ? pick.below(96) * 15 : 480 + pick.below(48) * 15
  return `${addDays(model.today, pick.below(8))}T${clockTime(minutes)}`
}

/** A wall time in the next hours. */
export function soon(model: StudioModel, pick: Pick): string {
  const moment = Math.ceil(model.now / (hour / 4)) * (hour / 4) + (pick.below(10) * hour) / 4
  return model.clock.localOf(moment)
}

/** Somebody who is still on the list; rarely somebody who asked to be forgotten. */
export function someClient(model: StudioModel, pick: Pick): string | undefined {
  // Now and then by the id of somebody who was merged into another: it is the other.
  const isOld = pick.percent(6)
  const clients = [...model.clients.values()].filter(({ mergedInto }) => {
    return isOld || mergedInto === null
  })
  const isOdd = pick.percent(4)
  return pick.maybeOf(clients.filter(({ erased }) => isOdd || !erased).slice(-12))?.id
}

/** Somebody new, or somebody who is on the list: often one who has something to pay with. */
export function someChoice(model: StudioModel, pick: Pick) {
  const isNew = pick.percent(25)
  const owner = pick.percent(60) ? pick.maybeOf(ownersIn(model).slice(-8)) : undefined
  const clientId = owner ?? (isNew ? undefined : someClient(model, pick))
  if (clientId !== undefined) return { kind: 'existing' as const, clientId }
  const name = `Client ${model.named + 1}`
  // Most of them are written to.
  const contact =
    model.named % 4 === 0 ? {} : { email: `c${model.named + 1}@example.org`, messagesConsent: true }
  return { kind: 'new' as const, client: { name, ...contact } }
}

/** Who has a credit left. */
function ownersIn(model: StudioModel): string[] {
  const owners = [...model.packages.values()]
    .filter(({ lots }) => [...lots].some(([lot, left]) => left > 0 && lot >= model.today))
    .map(({ clientId }) => clientId)
  return [...new Set(owners)].filter((id) => !model.client(id).erased)
}

/** How a client's session is paid: with what they have, mostly, or with somebody else's. */
export function someFunding(model: StudioModel, pick: Pick, clientId: string | undefined) {
  const isOwn = !pick.percent(3)
  const of = <T extends { clientId: string }>(bought: Map<string, T>) =>
    [...bought].filter(([, { clientId: id }]) => !isOwn || id === clientId).map(([id]) => id)
  const all = [
    ...of(model.packages).map((clientPackageId) => ({ kind: 'package' as const, clientPackageId })),
    ...of(model.memberships).map((id) => ({ kind: 'membership' as const, membershipId: id })),
  ]
  const single = { kind: 'single' as const }
  return pick.percent(75) ? (pick.maybeOf(all) ?? single) : single
}

/** Ready to overrule things, sometimes without saying why. */
export function someAllowance(pick: Pick) {
  if (!pick.percent(30)) return {}
  const exceptionReason = pick.percent(90) ? { exceptionReason: 'It was asked for.' } : {}
  return {
    allowOutsideHours: pick.percent(80),
    allowNoBuffer: pick.percent(80),
    allowClientOverlap: pick.percent(80),
    ...exceptionReason,
  }
}

/** The part in a session that a key names. */
const keyOf = ({ appointmentId, seatId }: Attendance) => ({
  appointmentId,
  ...(seatId === null ? {} : { seatId }),
})

/** Somebody's part in a session in one of these statuses, mostly; of one that began, if wished. */
function somePart(
  model: StudioModel,
  pick: Pick,
  statuses: readonly Status[],
  hasBegun = false,
): Attendance | undefined {
  if (pick.percent(5)) return pick.maybeOf(model.attendances)
  const fitting = model.attendances.filter(({ status }) => statuses.includes(status))
  const begun = fitting.filter(
    ({ appointmentId }) => model.sessions.get(appointmentId)!.start <= model.now,
  )
  const isOdd = pick.percent(5)
  const all = hasBegun && !isOdd ? begun : fitting
  const covered = pick.percent(40) ? all.filter(({ credit }) => credit !== null) : []
  const some = covered.length > 0 ? covered : all
  return pick.maybeOf(pick.percent(50) ? model.lately(some, ({ key }) => key) : some)
}

const ends = ['12:00', '16:30', '20:00', '22:15'] as const
export const reasons = ['client_request', 'other', 'studio_closed'] as const

/** Rarely another length than the service's, or one room and no other. */
function somePlace({ rooms }: ModelService, pick: Pick, start: string) {
  const isOther = pick.below(100)
  if (isOther >= 90) return { end: `${start.slice(0, 11)}${pick.of(ends)}` }
  return isOther >= 80 && rooms.length > 0 ? { roomId: pick.of(rooms) } : {}
}

/** What the desk does with the book. */
export const sessionChoosers: Choosers = {
  book(model, pick) {
    const client = someChoice(model, pick)
    const known = client.kind === 'existing' ? client.clientId : undefined
    const privates = model.services.filter(({ capacity }) => capacity === null)
    const services = pick.percent(2) ? model.services : privates
    const service = pick.of(services)
    const start = pick.percent(35) ? soon(model, pick) : someStart(model, pick)
    const input = {
      trainerId: pick.of(model.trainers),
      serviceId: service.id,
      start,
      ...somePlace(service, pick, start),
      client,
      funding: someFunding(model, pick, known),
      ...someAllowance(pick),
    }
    return { name: 'appointments.create', input }
  },
  move(model, pick) {
    const session = pick.maybeOf([...model.sessions.values()].slice(-30))
    if (!session) return null
    const start = pick.percent(30) ? soon(model, pick) : someStart(model, pick)
    const waiver = pick.percent(15) ? { waiver: { reason: 'goodwill' as const } } : {}
    const where = { appointmentId: session.id, trainerId: pick.of(model.trainers), start }
    const place = somePlace(model.service(session.serviceId), pick, start)
    return {
      name: 'appointments.reschedule',
      input: { ...where, ...place, ...waiver, ...someAllowance(pick) },
    }
  },
  cancel(model, pick) {
    const part = somePart(model, pick, ['booked'])
    if (!part) return null
    const told = model.clock.localOf(model.now - pick.below(40) * hour)
    const input = {
      ...keyOf(part),
      by: pick.percent(25) ? ('studio' as const) : ('client' as const),
      reason: pick.of(reasons),
      refund: pick.percent(60),
      ...(pick.percent(15) ? { told: { at: told, reason: 'voicemail' as const } } : {}),
      ...(pick.percent(15) ? { waiver: { reason: 'illness' as const } } : {}),
    }
    return { name: 'appointments.cancel', input }
  },
  /** Tells the studio in time, is let off, or is told by the studio: the credit goes back. */
  cancelCovered(model, pick) {
    const part = pick.maybeOf(
      model.attendances.filter(({ status, credit }) => status === 'booked' && credit !== null),
    )
    if (!part) return null
    const { start } = model.sessions.get(part.appointmentId)!
    const isEarly = model.now <= start - part.terms.lateCancelWindowMinutes * 60_000
    const isLetOff = pick.percent(50)
    const input = {
      ...keyOf(part),
      by: isEarly
        ? pick.of(['client', 'client', 'studio'] as const)
        : isLetOff
          ? 'client'
          : 'studio',
      reason: pick.of(reasons),
      refund: pick.percent(50),
      ...(isLetOff && !isEarly ? { waiver: { reason: 'illness' as const } } : {}),
    } as const
    return { name: 'appointments.cancel', input }
  },
  /** Does not come, and is let off or forgiven for it, perhaps. */
  missCovered(model, pick) {
    const part = pick.maybeOf(
      model.attendances.filter(({ status, credit, terms, appointmentId }) => {
        const from = model.sessions.get(appointmentId)!.start + terms.noShowGraceMinutes * 60_000
        return status === 'booked' && credit !== null && from <= model.now
      }),
    )
    if (!part) return null
    const waiver = pick.percent(40) ? { waiver: { reason: 'emergency' as const } } : {}
    return { name: 'appointments.noShow', input: { ...keyOf(part), refund: true, ...waiver } }
  },
  reinstate(model, pick) {
    const part = somePart(model, pick, ['cancelled'])
    if (!part) return null
    return { name: 'appointments.reinstate', input: { ...keyOf(part), ...someAllowance(pick) } }
  },
  checkIn: (model, pick) => act('appointments.checkIn', somePart(model, pick, ['booked'])),
  takeBackCheckIn: (model, pick) =>
    act('appointments.takeBackCheckIn', somePart(model, pick, ['checked_in'])),
  complete: (model, pick) =>
    act('appointments.complete', somePart(model, pick, ['booked', 'checked_in'], true)),
  takeBackCompletion: (model, pick) =>
    act('appointments.takeBackCompletion', somePart(model, pick, ['completed'])),
  noShow(model, pick) {
    const part = somePart(model, pick, ['booked'], true)
    if (!part) return null
    const waiver = pick.percent(20) ? { waiver: { reason: 'emergency' as const } } : {}
    const input = { ...keyOf(part), refund: pick.percent(50), ...waiver }
    return { name: 'appointments.noShow', input }
  },
  changeSource(model, pick) {
    const isOdd = pick.percent(8)
    const part = somePart(
      model,
      pick,
      isOdd ? ['completed', 'cancelled'] : ['booked', 'checked_in'],
    )
    if (!part) return null
    const funding = someFunding(model, pick, part.clientId)
    return { name: 'appointments.changePaymentSource', input: { ...keyOf(part), funding } }
  },
  takeBackNoShow: (model, pick) =>
    act('appointments.takeBackNoShow', somePart(model, pick, ['no_show'])),
  sellAhead(model, pick) {
    const clientId = someClient(model, pick)
    if (clientId === undefined) return null
    const isOdd = pick.percent(3)
    const sold = model.products.filter(({ active }) => isOdd || active)
    const product = pick.of(sold.length === 0 ? model.products : sold)
    const startsOn =
      product.kind === 'membership' && pick.percent(30)
        ? { startsOn: addDays(model.today, pick.below(6) - 1) }
        : {}
    const amountMinor = grossToday(model, product.price)
    const tenders = someTenders(model, pick, clientId, amountMinor)
    return {
      name: 'packages.sell',
      input: { clientId, productId: product.id, ...startsOn, amountMinor, tenders },
    }
  },
}

type Act =
  | 'appointments.checkIn'
  | 'appointments.takeBackCheckIn'
  | 'appointments.complete'
  | 'appointments.takeBackCompletion'
  | 'appointments.takeBackNoShow'

function act(name: Act, part: Attendance | undefined) {
  return part ? { name, input: keyOf(part) } : null
}

const methods = ['card', 'cash', 'account', 'bank_transfer', 'cash'] as const

/** One to three tenders that add up and can be taken, and now and then ones that do not or cannot. */
export function someTenders(model: StudioModel, pick: Pick, clientId: string, amount: number) {
  const total = pick.percent(3) ? amount + 1 : amount
  const count = Math.min(total, pick.percent(40) ? 2 + pick.below(2) : 1)
  const parts = Array.from({ length: count }, (_, index) => {
    const first = Math.floor(total / count)
    return index === 0 ? total - first * (count - 1) : first
  })
  const isOdd = pick.percent(10)
  const isBroke = model.client(clientId).balance < total
  const wanted = methods.filter((method) => {
    if (method === 'cash') return isOdd || judgeCash(model) === 'ok'
    return method !== 'account' || isOdd || !isBroke
  })
  return parts.map((amountMinor) => {
    const method = pick.of(wanted)
    if (method === 'cash') {
      const short = pick.percent(2) ? 1 : 0
      return {
        method,
        amountMinor,
        tenderedMinor: amountMinor - short + pick.below(3) * 100 * (1 - short),
      }
    }
    if (method === 'account') return { method, amountMinor }
    return { method, amountMinor, reference: `T${pick.below(1_000)}` }
  })
}
