import type { InputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import type { Seen } from '../../support/as-seen.ts'
import { clientOf, freshAttendance, fundingOf, meetClient, pricedAt } from './booking-rules.ts'
import { hold } from './hold-credit.ts'
import { findFormer, formerOf, noteFormer } from './former-rules.ts'
import { dayInBook, isClientBusy, judgeFunding, judgeInBook } from './judge-slot.ts'
import {
  cancelOne,
  judgeCancelling,
  judgeReinstating,
  leaveForSeat,
  slotAgain,
  standAgain,
} from './outcome-rules.ts'
import { judgeArrival } from './outcome-rules.ts'
import { firstOf, holds, type Rules, type Verdict } from './rule.ts'
import {
  imagine,
  waitingIn,
  type Attendance,
  type Session,
  type StudioModel,
  type Who,
} from './studio-model.ts'

type AddSeat = Seen<'groups.addSeat'>
type Choice = AddSeat['client']
type Reinstate = InputOf<Contracts['groups.reinstate']>

const group = (model: StudioModel, { appointmentId }: { appointmentId: string }) =>
  model.sessions.get(appointmentId)!

const standing = ({ seats }: Session) => seats.filter(({ status }) => status !== 'cancelled')

/** Whether somebody may come to a group session, or its seats become others. */
function judgeOpen(model: StudioModel, session: Session): Verdict {
  return firstOf(
    () => judgeGroup(session),
    () => judgeInBook(model, dayInBook(model, session)),
  )
}

function judgeGroup({ cancelled, own }: Session): Verdict {
  if (own) return 'not_a_group'
  return cancelled ? 'appointment_cancelled' : 'ok'
}

const chosen = (model: StudioModel, choice: Choice) =>
  choice.kind === 'existing' ? model.client(choice.clientId) : null

const isSeated = (session: Session, clientId: string | undefined) =>
  standing(session).some((seat) => seat.clientId === clientId)

function seatFunding(model: StudioModel, input: AddSeat) {
  const session = group(model, input)
  const clientId = chosen(model, input.client)?.id ?? 'nobody yet'
  const { serviceId } = session
  const wish = { clientId, serviceId, day: model.dayOf(session) }
  return judgeFunding(model, fundingOf(input.funding), wish)
}

function judgeSeat(model: StudioModel, input: AddSeat): Verdict {
  const session = group(model, input)
  const client = chosen(model, input.client)
  const isElsewhere =
    client !== null && isClientBusy(model, client.id, { ...session, moving: session.id })
  return firstOf(
    () => judgeOpen(model, session),
    () => (client?.erased ? 'client_not_found' : 'ok'),
    () => (isSeated(session, client?.id) ? 'already_seated' : 'ok'),
    () => (standing(session).length >= (session.capacity ?? 0) ? 'session_full' : 'ok'),
    () => (isElsewhere && !input.allowClientOverlap ? 'client_busy' : 'ok'),
    () => (isElsewhere && !input.exceptionReason ? 'exception_reason_needed' : 'ok'),
    () => seatFunding(model, input).verdict,
  )
}

function judgeJoin(model: StudioModel, session: Session, choice: Choice): Verdict {
  const client = chosen(model, choice)
  const isWaiting = waitingIn(session).some(({ clientId }) => clientId === client?.id)
  const free = (session.capacity ?? 0) - standing(session).length
  return firstOf(
    () => judgeOpen(model, session),
    () => (client?.erased ? 'client_not_found' : 'ok'),
    () => (isSeated(session, client?.id) ? 'already_seated' : 'ok'),
    () => (isWaiting ? 'already_waiting' : 'ok'),
    () => (free > 0 && waitingIn(session).length === 0 ? 'seat_is_free' : 'ok'),
  )
}

/** A place in a line, and the session it is for. */
function findPlace(model: StudioModel, waitlistId: string) {
  for (const session of model.sessions.values()) {
    const place = session.line.find(({ id }) => id === waitlistId)
    if (place) return { session, place }
  }
  return null
}

function judgeWaiting(model: StudioModel, waitlistId: string): Verdict {
  return findPlace(model, waitlistId)?.place.state === 'waiting' ? 'ok' : 'not_waiting'
}

/** Whether somebody may stand in line again where they stood. */
function judgeRejoin(model: StudioModel, waitlistId: string): Verdict {
  const found = findPlace(model, waitlistId)
  if (!found) return 'not_waiting'
  const { session, place } = found
  return firstOf(
    () => judgeGroup(session),
    () => (place.state === 'left' ? 'ok' : 'not_waiting'),
    () => (model.client(place.clientId).erased ? 'client_erased' : 'ok'),
    () => (isSeated(session, place.clientId) ? 'already_seated' : 'ok'),
    () =>
      waitingIn(session).some(({ clientId }) => clientId === place.clientId)
        ? 'already_waiting'
        : 'ok',
  )
}

/** Puts a cancelled session back with the seats and the line that are named, as far as it goes. */
function standWhole(model: StudioModel, input: Reinstate, who: Who): Verdict {
  const session = group(model, input)
  if (session.own) return 'not_a_group'
  if (!session.cancelled) return 'appointment_not_cancelled'
  const slot = slotAgain(model, session, input, who)
  if (slot.verdict !== 'ok') return slot.verdict
  const { trainerId, start, end, roomId, agreed } = slot
  Object.assign(session, {
    trainerId,
    start,
    end,
    roomId,
    agreed,
    cancelled: false,
    cancelledAt: null,
  })
  for (const seatId of input.seatIds) {
    const seat = { appointmentId: session.id, seatId }
    if (judgeReinstating(model, seat, who) !== 'ok') return 'seat_cannot_return'
    standAgain(model, seat, who)
  }
  // Whose place is no more, because two clients became one or somebody was erased, just stays away.
  for (const waitlistId of input.waitlistIds) {
    const verdict = judgeRejoin(model, waitlistId)
    if (verdict === 'not_waiting') return verdict
    if (verdict === 'ok') findPlace(model, waitlistId)!.place.state = 'waiting'
  }
  return 'ok'
}

function judgeCancelGroup(
  model: StudioModel,
  input: InputOf<Contracts['groups.cancel']>,
  who: Who,
): Verdict {
  const session = group(model, input)
  const legal = judgeGroup(session)
  if (legal !== 'ok') return legal
  const seats = standing(session)
  if (seats.some(({ status }) => status === 'completed' || status === 'no_show')) {
    return 'group_attended'
  }
  for (const seat of seats) {
    const verdict = judgeCancelling(model, cancelOf(seat, input), who)
    if (verdict !== 'ok') return verdict
  }
  const whole = wholeOf(input)
  const former = whole && findFormer(model, whole.formerId, session.id)
  return typeof former === 'string' ? former : 'ok'
}

const cancelOf = (
  { appointmentId, seatId }: Attendance,
  how: Pick<InputOf<Contracts['groups.cancel']>, 'reason' | 'refund' | 'formers'>,
) => {
  const { formers = [], ...rest } = how
  const formerId = formers.find((former) => former.seatId === seatId)?.formerId
  const key = { appointmentId, ...(seatId === null ? {} : { seatId }) }
  return { ...rest, ...key, by: 'studio' as const, ...(formerId && { formerId }) }
}

const wholeOf = ({ formers = [] }: InputOf<Contracts['groups.cancel']>) =>
  formers.find(({ seatId }) => seatId === undefined)

function noteWhole(model: StudioModel, session: Session, back: unknown): void {
  const { formers = [] } = (back ?? {}) as InputOf<Contracts['groups.cancel']>
  for (const former of formers) {
    noteFormer(model, formerOf(model, session, former.seatId ?? null), former)
  }
}

/** Group sessions, their seats and the line behind them. */
export const groupRules: Rules = {
  'groups.addSeat': {
    must: judgeSeat,
    takes: (model, input) =>
      pricedAt(model.service(group(model, input).serviceId).price, input.funding),
    become(model, input, { appointmentId, seatId, undo }, file) {
      const session = group(model, input)
      const clientId = clientOf(file, 'seats', seatId)
      const { lot } = seatFunding(model, input)
      if (input.client.kind === 'new') meetClient(model, clientId, input.client.client)
      const { price } = model.service(session.serviceId)
      const funding = fundingOf(input.funding)
      const key = { key: seatId, appointmentId, seatId, clientId, price, funding }
      const seat = freshAttendance(model, key)
      session.seats.push(seat)
      hold(model, seat, lot)
      leaveForSeat(session, clientId, undo)
    },
  },
  'groups.changeCapacity': {
    must(model, input) {
      const session = group(model, input)
      const isTooSmall = input.capacity < standing(session).length
      return firstOf(
        () => judgeOpen(model, session),
        () => (isTooSmall ? 'capacity_below_seats' : 'ok'),
      )
    },
    become(model, input) {
      group(model, input).capacity = input.capacity
    },
  },
  'groups.checkInAll': {
    must(model, input) {
      const session = group(model, input)
      const judged = judgeGroup(session)
      const isExpected = session.seats.some(({ status }) => status === 'booked')
      return judged === 'ok' && isExpected ? judgeArrival(model, session) : judged
    },
    become(model, input, { count }) {
      const booked = group(model, input).seats.filter(({ status }) => status === 'booked')
      holds(booked.length === count, `${count} were checked in instead of ${booked.length}`)
      for (const seat of booked) Object.assign(seat, { status: 'checked_in', checkedIn: true })
    },
  },
  'groups.takeBackCheckIns': {
    must(model, input) {
      const session = group(model, input)
      if (session.cancelled) return 'appointment_cancelled'
      const seats = session.seats.filter(({ key }) => input.seatIds.includes(key))
      const wrong = seats.find(({ status }) => status !== 'checked_in')
      if (!wrong) return 'ok'
      return wrong.status === 'cancelled' ? 'appointment_cancelled' : 'status_forbids'
    },
    become(model, input) {
      for (const seat of group(model, input).seats) {
        if (!input.seatIds.includes(seat.key)) continue
        Object.assign(seat, { status: 'booked', checkedIn: false })
      }
    },
  },
  'groups.cancel': {
    must: judgeCancelGroup,
    become(model, input, _answer, file, who) {
      const session = group(model, input)
      for (const seat of standing(session)) cancelOne(model, cancelOf(seat, input), file, who)
      const whole = wholeOf(input)
      const former = whole && model.formers.get(whole.formerId)!
      if (former) Object.assign(session, former.slot)
      session.cancelled = true
      session.cancelledAt = former ? former.cancelledAt : model.now
      for (const place of session.line) {
        place.wentWithClass = place.state === 'waiting'
        if (place.state === 'waiting') place.state = 'left'
      }
    },
  },
  'groups.joinWaitlist': {
    must: (model, input) => judgeJoin(model, group(model, input), input.client),
    become(model, input, { waitlistId }, file) {
      const clientId = clientOf(file, 'waitlist', waitlistId)
      if (input.client.kind === 'new') meetClient(model, clientId, input.client.client)
      group(model, input).line.push({ id: waitlistId, clientId, state: 'waiting' })
    },
  },
  'groups.leaveWaitlist': {
    must: (model, { waitlistId }) => judgeWaiting(model, waitlistId),
    become(model, { waitlistId }) {
      findPlace(model, waitlistId)!.place.state = 'left'
    },
  },
  'groups.rejoinWaitlist': {
    must(model, { waitlistId, asLeft }) {
      const found = findPlace(model, waitlistId)
      return firstOf(
        () => (found && asLeft === undefined ? judgeOpen(model, found.session) : 'ok'),
        () => judgeRejoin(model, waitlistId),
      )
    },
    become(model, { waitlistId }) {
      findPlace(model, waitlistId)!.place.state = 'waiting'
    },
  },
  'groups.reinstate': {
    must: (model, input, who) => standWhole(imagine(model), input, who),
    become(model, input, { undo }, _file, who) {
      noteWhole(model, group(model, input), undo?.input)
      holds(standWhole(model, input, who) === 'ok', 'it stands again although it cannot')
    },
  },
  'groups.offerSeat': {
    must(model, { waitlistId }) {
      const waits = judgeWaiting(model, waitlistId)
      if (waits !== 'ok') return waits
      const { session, place } = findPlace(model, waitlistId)!
      const open = judgeOpen(model, session)
      if (open !== 'ok') return open
      if (standing(session).length >= (session.capacity ?? 0)) return 'no_seat_to_offer'
      return model.client(place.clientId).canBeWrittenTo ? 'ok' : 'cannot_be_written_to'
    },
    // The offer goes out; the seat stays free.
    become(model, { waitlistId }) {
      findPlace(model, waitlistId)!.place.isOffered = true
    },
  },
}
