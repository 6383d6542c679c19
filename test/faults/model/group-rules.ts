import type { InputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import {
  clientOf,
  freshAttendance,
  fundingOf,
  hold,
  judgeBooking,
  meetClient,
  placePrivate,
} from './booking-rules.ts'
import { isClientBusy, judgeFunding } from './judge-slot.ts'
import { cancelOne, judgeCancelling } from './outcome-rules.ts'
import { firstOf, holds, type Rules, type Verdict } from './rule.ts'
import type { Attendance, Session, StudioModel, Who } from './studio-model.ts'
import { addDays, weekdayOf } from './wall-clock.ts'

type AddSeat = InputOf<Contracts['groups.addSeat']>
type Choice = AddSeat['client']
type Series = InputOf<Contracts['series.create']>
type CancelFollowing = InputOf<Contracts['series.cancelFollowing']>

const group = (model: StudioModel, { appointmentId }: { appointmentId: string }) =>
  model.sessions.get(appointmentId)!

const standing = ({ seats }: Session) => seats.filter(({ status }) => status !== 'cancelled')

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
    () => judgeGroup(session),
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
  const isWaiting = [...session.waiting.values()].includes(client?.id ?? '')
  const free = (session.capacity ?? 0) - standing(session).length
  return firstOf(
    () => judgeGroup(session),
    () => (client?.erased ? 'client_not_found' : 'ok'),
    () => (isSeated(session, client?.id) ? 'already_seated' : 'ok'),
    () => (isWaiting ? 'already_waiting' : 'ok'),
    () => (free > 0 && session.waiting.size === 0 ? 'seat_is_free' : 'ok'),
  )
}

function waitingIn(model: StudioModel, waitlistId: string): Session | undefined {
  return [...model.sessions.values()].find(({ waiting }) => waiting.has(waitlistId))
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
  return 'ok'
}

const cancelOf = (
  { appointmentId, seatId }: Attendance,
  how: Pick<InputOf<Contracts['groups.cancel']>, 'reason' | 'refund'>,
) => ({ ...how, appointmentId, ...(seatId === null ? {} : { seatId }), by: 'studio' as const })

/** The sessions of a series from one on that are still booked. */
function following(model: StudioModel, { appointmentId }: { appointmentId: string }): Session[] {
  const first = model.sessions.get(appointmentId)!
  if (first.seriesId === null || first.own?.status !== 'booked') return []
  return [...model.sessions.values()]
    .filter(({ seriesId, own }) => seriesId === first.seriesId && own?.status === 'booked')
    .filter(({ start }) => start >= first.start)
    .toSorted((a, b) => a.start - b.start)
}

const cancelEach = ({ id }: Session, { by, reason }: CancelFollowing) => ({
  appointmentId: id,
  by,
  reason,
  refund: false,
})

/** The bookings that a series is: its wall time on its days. */
function datesOf(model: StudioModel, input: Series) {
  const { clientId, serviceId, trainerId, weekdays, intervalWeeks, until, funding } = input
  const first = input.start.slice(0, 10)
  const monday = addDays(first, 1 - weekdayOf(first))
  const most = until.kind === 'count' ? until.count : 0
  const starts: string[] = []
  for (let week = 0; starts.length < most; week += intervalWeeks) {
    for (const weekday of weekdays.toSorted((a, b) => a - b)) {
      const day = addDays(monday, week * 7 + weekday - 1)
      if (day < first || starts.length === most) continue
      const local = `${day}T${input.start.slice(11)}`
      starts.push(model.clock.localOf(model.clock.momentAfter(local)))
    }
  }
  const client = { kind: 'existing' as const, clientId }
  return starts.map((start) => ({ trainerId, serviceId, start, client, funding }))
}

/** Group sessions, their seats and the line behind them; and sessions that repeat. */
export const groupRules: Rules = {
  'groups.addSeat': {
    must: judgeSeat,
    become(model, input, { appointmentId, seatId }, file) {
      const session = group(model, input)
      const clientId = clientOf(file, 'seats', seatId)
      const { lot } = seatFunding(model, input)
      if (input.client.kind === 'new') meetClient(model, clientId, input.client.client.name)
      const { price } = model.service(session.serviceId)
      const funding = fundingOf(input.funding)
      const key = { key: seatId, appointmentId, seatId, clientId, price, funding }
      const seat = freshAttendance(model, key)
      session.seats.push(seat)
      hold(model, seat, lot)
      for (const [id, waiting] of session.waiting) {
        if (waiting === clientId) session.waiting.delete(id)
      }
    },
  },
  'groups.changeCapacity': {
    must(model, input) {
      const session = group(model, input)
      const isTooSmall = input.capacity < standing(session).length
      return firstOf(
        () => judgeGroup(session),
        () => (isTooSmall ? 'capacity_below_seats' : 'ok'),
      )
    },
    become(model, input) {
      group(model, input).capacity = input.capacity
    },
  },
  'groups.checkInAll': {
    must: (model, input) => judgeGroup(group(model, input)),
    become(model, input, { count }) {
      const booked = group(model, input).seats.filter(({ status }) => status === 'booked')
      holds(booked.length === count, `${count} were checked in instead of ${booked.length}`)
      for (const seat of booked) Object.assign(seat, { status: 'checked_in', checkedIn: true })
    },
  },
  'groups.takeBackCheckIns': {
    must(model, input) {
      const seats = group(model, input).seats.filter(({ key }) => input.seatIds.includes(key))
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
      session.cancelled = true
      session.waiting.clear()
    },
  },
  'groups.joinWaitlist': {
    must: (model, input) => judgeJoin(model, group(model, input), input.client),
    become(model, input, { waitlistId }, file) {
      const clientId = clientOf(file, 'waitlist', waitlistId)
      if (input.client.kind === 'new') meetClient(model, clientId, input.client.client.name)
      group(model, input).waiting.set(waitlistId, clientId)
    },
  },
  'groups.leaveWaitlist': {
    must: (model, { waitlistId }) => (waitingIn(model, waitlistId) ? 'ok' : 'not_waiting'),
    become(model, { waitlistId }) {
      waitingIn(model, waitlistId)!.waiting.delete(waitlistId)
    },
  },
  'groups.offerSeat': {
    must(model, { waitlistId }) {
      const session = waitingIn(model, waitlistId)
      if (!session) return 'not_waiting'
      if (standing(session).length >= (session.capacity ?? 0)) return 'no_seat_to_offer'
      const client = model.client(session.waiting.get(waitlistId)!)
      return client.canBeWrittenTo ? 'ok' : 'cannot_be_written_to'
    },
    // The offer goes out; the seat stays free.
    become() {},
  },
  'series.create': {
    must(model, input, who) {
      // Dates of one series can be in each other's way, by their credits or by their month.
      if (input.funding?.kind !== 'single') return undefined
      const judged = datesOf(model, input).map((date) => judgeBooking(model, date, who))
      return judged.every(({ verdict }) => verdict === 'ok') ? 'ok' : 'series_conflict'
    },
    become(model, input, { seriesId, count }, file, who) {
      const dates = datesOf(model, input)
      holds(count === dates.length, `the series has ${count} dates instead of ${dates.length}`)
      const rows = file.all<{ id: string }>(
        'SELECT id FROM appointments WHERE series_id = ? ORDER BY start_time',
        seriesId,
      )
      for (const [index, date] of dates.entries()) {
        const { id } = rows[index]!
        const clientId = clientOf(file, 'appointments', id)
        placePrivate(model, date, { id, clientId, seriesId }, who)
      }
    },
  },
  'series.cancelFollowing': {
    must(model, input, who) {
      const sessions = following(model, input)
      if (sessions.length === 0) return 'not_in_series'
      const judged = sessions.map((one) => judgeCancelling(model, cancelEach(one, input), who))
      return judged.find((verdict) => verdict !== 'ok') ?? 'ok'
    },
    become(model, input, { count }, file, who) {
      const sessions = following(model, input)
      holds(count === sessions.length, `${count} were cancelled instead of ${sessions.length}`)
      for (const one of sessions) cancelOne(model, cancelEach(one, input), file, who)
    },
  },
}
