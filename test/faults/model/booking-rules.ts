import type { InputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import type { Seen } from '../../support/as-seen.ts'
import { findFormer, formerOf, noteFormer } from './former-rules.ts'
import { hold, release } from './hold-credit.ts'
import { holds, nothingTaken, type Lookup, type Rules, type Taken, type Verdict } from './rule.ts'
import {
  dayInBook,
  judgeFunding,
  judgeInBook,
  judgeSlot,
  judgeTimes,
  needsOtherRoom,
  type WantedSlot,
} from './judge-slot.ts'
import {
  isActive,
  type Attendance,
  type Former,
  type ModelFunding,
  type Session,
  type StudioModel,
  type Who,
} from './studio-model.ts'

const minute = 60_000

type Create = Seen<'appointments.create'>
type Move = Seen<'appointments.reschedule'>
type Schedule = InputOf<Contracts['groups.schedule']>

/** How a wish names what pays. */
export function fundingOf(wish: Create['funding']): ModelFunding {
  if (wish?.kind === 'package') return { kind: 'package', id: wish.clientPackageId }
  if (wish?.kind === 'membership') return { kind: 'membership', id: wish.membershipId }
  return { kind: 'single' }
}

/** A client's part in a session that was just booked. */
export function freshAttendance(
  model: StudioModel,
  of: Pick<Attendance, 'key' | 'appointmentId' | 'seatId' | 'clientId' | 'price' | 'funding'>,
): Attendance {
  return {
    ...of,
    status: 'booked',
    terms: model.policyOn(model.today),
    bookedAt: model.now,
    credit: null,
    movedLate: false,
    movedLateFrom: null,
    checkedIn: false,
    excused: null,
    cancelledLate: false,
    lostAt: null,
  }
}

/** Notes a client whom a command put on the list. */
export function meetClient(
  model: StudioModel,
  id: string,
  { name, email, messagesConsent }: InputOf<Contracts['clients.register']>,
): void {
  model.named += 1
  const canBeWrittenTo = Boolean(email) && messagesConsent === true
  model.clients.set(id, { id, name, mergedInto: null, erased: false, balance: 0, canBeWrittenTo })
}

/** Whether something can be sold to a client: to nobody who is erased. */
export function judgeClient(model: StudioModel, id: string): Verdict {
  return model.client(id).erased ? 'client_erased' : 'ok'
}

function wantedOf(model: StudioModel, input: Create | Schedule, clientId: string | null) {
  const service = model.service(input.serviceId)
  const times = judgeTimes(model, input, service.minutes)
  if (typeof times === 'string') return times
  const { trainerId, serviceId, roomId, preferredRoomId } = input
  const room = { chosen: roomId, preferred: preferredRoomId ?? null }
  const { before, after } = service
  return { ...times, trainerId, serviceId, before, after, clientId, room } satisfies WantedSlot
}

interface JudgedBooking {
  readonly verdict: Verdict
  readonly wanted?: WantedSlot
  readonly roomId?: string | null
  /** Whose credit pays. */
  readonly lot?: string | null
}

interface JudgedMove extends JudgedBooking {
  readonly isLate?: boolean
  readonly isHome?: boolean
  /** The credits that take another one's place, by attendance. */
  readonly lots?: ReadonlyMap<string, string>
}

/** Whether a trainer and a service are there to be booked. */
function judgeListed(
  model: StudioModel,
  { trainerId, serviceId }: { readonly trainerId: string; readonly serviceId: string },
): Verdict {
  if (model.retired.has(trainerId)) return 'trainer_not_found'
  return model.retired.has(serviceId) ? 'service_not_found' : 'ok'
}

/** Whether somebody gets the session they want. */
export function judgeBooking(model: StudioModel, input: Create, who: Who): JudgedBooking {
  const listed = judgeListed(model, input)
  if (listed !== 'ok') return { verdict: listed }
  const service = model.service(input.serviceId)
  if (service.capacity !== null) return { verdict: 'service_is_group' }
  const known = input.client.kind === 'existing' ? model.client(input.client.clientId) : null
  const wanted = wantedOf(model, input, known?.id ?? 'nobody yet')
  if (typeof wanted === 'string') return { verdict: wanted }
  if (known?.erased) return { verdict: 'client_not_found' }
  const slot = judgeSlot(model, wanted, input, who)
  if (slot.verdict !== 'ok') return slot
  const session = {
    clientId: known?.id ?? 'nobody yet',
    serviceId: input.serviceId,
    day: model.clock.dayOf(wanted.start),
  }
  const funding = judgeFunding(model, fundingOf(input.funding), session)
  return { ...funding, wanted, roomId: slot.roomId }
}

/** Puts what was booked into the model. */
export function placePrivate(
  model: StudioModel,
  input: Create,
  placed: { readonly id: string; readonly clientId: string; readonly seriesId?: string },
  who: Who,
): void {
  const { wanted, lot = null, roomId = null } = judgeBooking(model, input, who)
  holds(wanted !== undefined, 'it was booked at a time that does not exist')
  const { id, clientId } = placed
  const service = model.service(input.serviceId)
  const own = freshAttendance(model, {
    key: id,
    appointmentId: id,
    seatId: null,
    clientId,
    price: service.price,
    funding: fundingOf(input.funding),
  })
  model.sessions.set(id, sessionOf(id, wanted, roomId, null, own, placed.seriesId ?? null))
  hold(model, own, lot)
}

function sessionOf(
  id: string,
  { trainerId, serviceId, start, end, before, after }: WantedSlot,
  roomId: string | null,
  capacity: number | null,
  own: Attendance | null,
  seriesId: string | null,
): Session {
  const slot = { trainerId, serviceId, start, end, before, after, roomId }
  return {
    id,
    ...slot,
    capacity,
    own,
    seriesId,
    agreed: null,
    cancelled: false,
    cancelledAt: null,
    seats: [],
    line: [],
  }
}

/** A credit that moves with its session to another day, or another one in its place. */
function judgeMovedFunding(
  model: StudioModel,
  attendance: Attendance,
  session: Session,
  day: string,
) {
  const { funding, credit, clientId, key } = attendance
  const wish = { clientId, serviceId: session.serviceId, day }
  if (funding.kind === 'package') {
    if (credit?.state !== 'held' || day <= credit.lot) return { verdict: 'ok', lot: null }
    const found = judgeFunding(model, funding, wish)
    // Its own credit is back in the ledger by then: too old for the day, but there.
    return found.verdict === 'no_credit_left' ? { ...found, verdict: 'package_expired' } : found
  }
  return judgeFunding(model, funding, wish, { key, lot: null })
}

function isInsideWindow({ own, start }: Session, now: number): boolean {
  return own !== null && now > start - own.terms.lateCancelWindowMinutes * minute
}

function partsOf({ own, seats }: Session): Attendance[] {
  return (own ? [own] : seats).filter(({ status }) => status !== 'cancelled')
}

/** Whether a session may be moved so. */
export function judgeMove(model: StudioModel, input: Move, who: Who): JudgedMove {
  const session = model.sessions.get(input.appointmentId)!
  const { own } = session
  if (!isActive(session)) return { verdict: 'appointment_cancelled' }
  if (own && own.status !== 'booked' && own.status !== 'checked_in') {
    return { verdict: 'status_forbids' }
  }
  if (model.retired.has(input.trainerId)) return { verdict: 'trainer_not_found' }
  if (own && model.client(own.clientId).erased) return { verdict: 'client_erased' }
  const found = input.formerId === undefined ? null : findFormer(model, input.formerId, session.id)
  if (typeof found === 'string') return { verdict: found }
  for (const day of found ? [] : [dayInBook(model, session), input.start]) {
    if (judgeInBook(model, day) !== 'ok') return { verdict: 'outside_book' }
  }
  const times = found?.slot ?? judgeTimes(model, input, (session.end - session.start) / minute)
  if (typeof times === 'string') return { verdict: times }
  const roomId = found ? found.slot.roomId : input.roomId
  const trainerId = found?.slot.trainerId ?? input.trainerId
  const preferred = found ? found.slot.roomId : (input.preferredRoomId ?? session.roomId)
  const isThere =
    trainerId === session.trainerId &&
    times.start === session.start &&
    times.end === session.end &&
    (roomId === undefined ? !needsOtherRoom(model, session) : roomId === session.roomId)
  if (isThere) return { verdict: 'already_there' }
  const isHere = partsOf(session).some(({ status }) => status === 'checked_in')
  const isAhead = model.now < times.start - 60 * minute
  if (isHere && !found && isAhead && model.today < model.clock.dayOf(times.start)) {
    return { verdict: 'moved_after_check_in' }
  }
  const { serviceId, before, after } = session
  const room = { ...(found ? {} : { chosen: input.roomId }), preferred }
  const clientId = own?.clientId ?? null
  const wanted = { ...times, trainerId, serviceId, before, after, clientId, room }
  const stoodThere = found !== null
  const slot = judgeSlot(model, { ...wanted, moving: session.id, stoodThere }, input, who)
  if (slot.verdict !== 'ok') return slot
  const isHome = own?.movedLate === true && times.start === own.movedLateFrom
  // What counts as late already is none the later for it.
  const isAway = times.start !== session.start && own?.movedLate !== true
  const isLate = !found && isAway && isInsideWindow(session, model.now)
  if (isLate && input.waiver && who !== 'manager') return { verdict: 'approval_needed' }
  const day = model.clock.dayOf(times.start)
  const lots = new Map<string, string>()
  for (const attendance of partsOf(session)) {
    const lot = found && lotAgain(model, attendance, found)
    if (lot !== null) {
      lots.set(attendance.key, lot)
      continue
    }
    const funding = judgeMovedFunding(model, attendance, session, day)
    if (funding.verdict !== 'ok') return funding
    if (funding.lot !== null) lots.set(attendance.key, funding.lot)
  }
  return {
    verdict: 'ok',
    wanted,
    roomId: slot.roomId,
    isLate: isLate && !input.waiver,
    isHome,
    lots,
  }
}

/** The lot that paid a part before it was moved, if it pays again. */
function lotAgain(model: StudioModel, { key, credit, funding }: Attendance, former: Former) {
  const part = former.parts.get(key)
  const was = part?.credit
  if (was?.state !== 'held' || credit?.state !== 'held' || funding.kind !== 'package') return null
  if (part?.funding.kind !== 'package' || part.funding.id !== funding.id) return null
  if (was.lot === credit.lot) return was.lot
  return (model.packages.get(funding.id)!.lots.get(was.lot) ?? 0) > 0 ? was.lot : null
}

/** Moves a session in the model. */
export function moveSession(
  model: StudioModel,
  input: Move,
  who: Who,
  undo?: { readonly input: unknown } | null,
): void {
  const session = model.sessions.get(input.appointmentId)!
  const before = formerOf(model, session, null)
  const found = input.formerId === undefined ? undefined : model.formers.get(input.formerId)
  const { wanted, roomId = null, isLate, isHome, lots } = judgeMove(model, input, who)
  holds(wanted !== undefined, 'it was moved to a time that does not exist')
  for (const attendance of partsOf(session)) {
    const lot = lots?.get(attendance.key)
    if (lot === undefined || !attendance.credit || attendance.credit.lot === lot) continue
    release(model, attendance, attendance.credit.lot)
    hold(model, attendance, lot)
  }
  if (undo) noteFormer(model, before, undo.input)
  const { own, start: from } = session
  if (own && isLate) own.movedLateFrom = from
  if (own && isHome) own.movedLateFrom = null
  if (own && found) own.movedLateFrom = found.parts.get(own.key)!.movedLateFrom
  if (own) own.movedLate = own.movedLateFrom !== null
  const { trainerId, start, end } = wanted
  const agreed = found ? found.slot.agreed : null
  Object.assign(session, { trainerId, start, end, roomId, agreed })
}

/** What is said of something that is booked: its price, or nothing where something else pays. */
export function pricedAt(price: number, funding: Create['funding']): Taken {
  return { ...nothingTaken, priceMinor: fundingOf(funding).kind === 'single' ? price : 0 }
}

/** Booking, and moving what was booked. */
export const bookingRules: Rules = {
  'appointments.create': {
    must: (model, input, who) => judgeBooking(model, input, who).verdict,
    takes: (model, { funding, serviceId }) => pricedAt(model.service(serviceId).price, funding),
    become(model, input, { appointmentId: id }, file, who) {
      const clientId = clientOf(file, 'appointments', id)
      const placed = { id, clientId }
      placePrivate(model, input, placed, who)
      if (input.client.kind === 'new') meetClient(model, clientId, input.client.client)
      else holds(clientId === model.client(input.client.clientId).id, 'it is for somebody else')
    },
  },
  'appointments.reschedule': {
    must: (model, input, who) => judgeMove(model, input, who).verdict,
    takes: (model, input, who) => ({
      ...nothingTaken,
      lateMoves: judgeMove(model, input, who).isLate === true ? 1 : 0,
    }),
    become: (model, input, { undo }, _file, who) => moveSession(model, input, who, undo),
  },
  'groups.schedule': {
    must(model, input, who) {
      const listed = judgeListed(model, input)
      if (listed !== 'ok') return listed
      const service = model.service(input.serviceId)
      if (service.capacity === null) return 'service_is_private'
      const wanted = wantedOf(model, input, null)
      return typeof wanted === 'string' ? wanted : judgeSlot(model, wanted, input, who).verdict
    },
    become(model, input, { appointmentId: id }, _file, who) {
      const wanted = wantedOf(model, input, null)
      holds(typeof wanted !== 'string', 'it was scheduled at a time that does not exist')
      const { roomId } = judgeSlot(model, wanted, input, who)
      const capacity = input.capacity ?? model.service(input.serviceId).capacity
      model.sessions.set(id, sessionOf(id, wanted, roomId, capacity, null, null))
    },
  },
}

/** Whose a session or a seat is. */
export function clientOf(file: Lookup, table: 'appointments' | 'seats' | 'waitlist', id: string) {
  return file.text(`SELECT client_id FROM ${table} WHERE id = ?`, id)
}
