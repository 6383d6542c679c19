import type { InputOf, Undo } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import { formerOf, judgeLostAgain, loseAgain, noteFormer } from './former-rules.ts'
import {
  dayInBook,
  isClientBusy,
  isTakenBackInTime,
  judgeInBook,
  judgeSlot,
  judgeTimes,
} from './judge-slot.ts'
import {
  firstOf,
  holds,
  nothingTaken,
  type Lookup,
  type Rules,
  type Taken,
  type Verdict,
} from './rule.ts'
import {
  canBeWaived,
  chargeFees,
  fundAgain,
  giveBack,
  judgeFundedAgain,
  judgeRefund,
  lossOf,
  settleCredit,
  spread,
  withdrawFees,
} from './settle-model.ts'
import {
  isActive,
  waitingIn,
  type Attendance,
  type Session,
  type Status,
  type StudioModel,
  type Who,
} from './studio-model.ts'

const minute = 60_000
const month = 30 * 24 * 60 * minute

type Cancel = InputOf<Contracts['appointments.cancel']>
type NoShow = InputOf<Contracts['appointments.noShow']>
type Reinstate = InputOf<Contracts['appointments.reinstate']>
type Key = Pick<Cancel, 'appointmentId' | 'seatId'>
/** As a whole session or a series puts one back, too: elsewhere, perhaps. */
type Again = Reinstate & Pick<InputOf<Contracts['groups.reinstate']>, 'to'>

function judgeFrom(attendance: Attendance | undefined, legal: readonly Status[]): Verdict {
  if (!attendance) return 'seat_not_found'
  if (legal.includes(attendance.status)) return 'ok'
  return attendance.status === 'cancelled' ? 'appointment_cancelled' : 'status_forbids'
}

const find = (model: StudioModel, key: Key) => model.attendance(key.appointmentId, key.seatId)!
const sessionOf = (model: StudioModel, key: Key) => model.sessions.get(key.appointmentId)!

/** When the client told the studio, or why that cannot be. */
function judgeTold(model: StudioModel, input: Cancel, { bookedAt }: Attendance): number | string {
  if (!input.told) return model.now
  const at = model.clock.momentOf(input.told.at)
  if (at === null) return 'time_does_not_exist'
  if (at > model.now) return 'told_in_future'
  return at < Math.floor(bookedAt / minute) * minute ? 'told_before_booking' : at
}

function judgeCancel(model: StudioModel, input: Cancel, who: Who) {
  const attendance = find(model, input)
  const legal = judgeFrom(attendance, ['booked'])
  if (legal !== 'ok') return { verdict: legal }
  const { formerId } = input
  if (formerId !== undefined) {
    const again = { ...input, formerId }
    return { verdict: judgeLostAgain(model, attendance, again, 'cancelled', who) }
  }
  const told = judgeTold(model, input, attendance)
  if (typeof told === 'string') return { verdict: told }
  const { start } = sessionOf(model, input)
  const { terms, movedLate } = attendance
  const isInside = told > start - terms.lateCancelWindowMinutes * minute
  const wouldBeLate = input.by === 'client' && (movedLate || isInside)
  const isWaived = wouldBeLate && input.waiver !== undefined
  if (isWaived && who !== 'manager') return { verdict: 'approval_needed' }
  const late = wouldBeLate && !isWaived
  const loss = lossOf(model, attendance, late, terms.lateCancelFeeBasisPoints)
  const parts = spread(model, attendance.key, loss.back)
  const to = input.refund ? 'original' : 'account'
  return { verdict: judgeRefund(model, parts, to, who), loss, parts, late, isWaived, to } as const
}

/** Cancels one client's part in the model. Judged and done in one, for a group or a series as well. */
export function cancelOne(model: StudioModel, input: Cancel, file: Lookup, who: Who): void {
  const attendance = find(model, input)
  const { formerId } = input
  if (formerId !== undefined) {
    loseAgain(model, attendance, { ...input, formerId })
    return
  }
  const {
    loss,
    parts = [],
    late = false,
    isWaived,
    to = 'account',
  } = judgeCancel(model, input, who)
  if (!loss) throw new Error('it was cancelled although it could not be')
  const kept = Math.min(loss.fee, model.paidFor(attendance.key))
  attendance.status = 'cancelled'
  attendance.cancelledLate = late
  attendance.lostAt = model.now
  attendance.excused = isWaived ? 'waived' : null
  const isMistake = input.reason === 'booked_by_mistake'
  settleCredit(model, attendance, loss, input.by === 'studio' && !isMistake)
  const dueAt = model.now
  const fees = [
    { amount: kept, state: 'kept' as const, dueAt },
    { amount: loss.fee - kept, state: 'due' as const, dueAt },
  ]
  chargeFees(model, attendance, fees, file)
  giveBack(model, parts, to)
}

/** What cancelling takes. */
export function takenByCancelling(model: StudioModel, input: Cancel, who: Who): Taken {
  return judgeCancel(model, input, who).loss?.taken ?? nothingTaken
}

/** What cancelling must be answered. */
export function judgeCancelling(model: StudioModel, input: Cancel, who: Who): Verdict {
  return judgeCancel(model, input, who).verdict
}

function forgivenAround(model: StudioModel, { clientId }: Attendance, { start }: Session): number {
  return model.attendances.filter((one) => {
    const away = Math.abs(model.sessions.get(one.appointmentId)!.start - start)
    return one.clientId === clientId && one.excused === 'forgiven' && away < month
  }).length
}

function judgeNoShow(model: StudioModel, input: NoShow, who: Who) {
  const attendance = find(model, input)
  const legal = judgeFrom(attendance, ['booked'])
  if (legal !== 'ok') return { verdict: legal }
  const { formerId } = input
  if (formerId !== undefined) {
    const again = { ...input, formerId }
    return { verdict: judgeLostAgain(model, attendance, again, 'no_show', who) }
  }
  const session = sessionOf(model, input)
  const { terms } = attendance
  if (model.now < session.start + terms.noShowGraceMinutes * minute) {
    return { verdict: 'no_show_too_early' }
  }
  if (input.waiver && who !== 'manager') return { verdict: 'approval_needed' }
  const policy = model.policyOn(model.dayOf(session))
  const worst = lossOf(model, attendance, true, terms.noShowFeeBasisPoints)
  const isForgiven = forgivenAround(model, attendance, session) < policy.forgivenNoShows
  const excuse = !worst.isTaken ? null : input.waiver ? 'waived' : isForgiven ? 'forgiven' : null
  const loss = lossOf(model, attendance, excuse === null, terms.noShowFeeBasisPoints)
  const parts = spread(model, attendance.key, loss.back)
  const to = input.refund ? 'original' : 'account'
  const dueAt = model.now + policy.pendingFeeHours * 60 * minute
  const verdict = judgeRefund(model, parts, to, who)
  return { verdict, loss, worst, excuse, parts, to, dueAt } as const
}

function judgeReinstate(model: StudioModel, input: Again, who: Who) {
  const attendance = find(model, input)
  const no = (verdict: Verdict) => ({ verdict, slot: null })
  if (!attendance) return no('seat_not_found')
  if (attendance.status !== 'cancelled') return no('appointment_not_cancelled')
  const session = sessionOf(model, input)
  const { trainerId, start, end, roomId, agreed } = session
  let slot: Pick<Session, 'trainerId' | 'start' | 'end' | 'roomId' | 'agreed'>
  slot = { trainerId, start, end, roomId, agreed }
  if (attendance.seatId === null) {
    const again = slotAgain(model, session, input, who)
    if (again.verdict !== 'ok') return no(again.verdict)
    slot = again
  } else {
    if (!isActive(session)) return no('appointment_cancelled')
    const isUndone = isTakenBackInTime(model, attendance.lostAt)
    const inBook = isUndone ? 'ok' : judgeInBook(model, dayInBook(model, session))
    if (inBook !== 'ok') return no(inBook)
    if (model.client(attendance.clientId).erased) return no('client_erased')
    const taken = session.seats.filter(({ status }) => status !== 'cancelled')
    if (taken.some(({ clientId }) => clientId === attendance.clientId)) return no('already_seated')
    if (taken.length >= (session.capacity ?? 0)) return no('session_full')
    const isElsewhere = isClientBusy(model, attendance.clientId, { ...session, moving: session.id })
    if (isElsewhere && !input.allowClientOverlap) return no('client_busy')
    if (isElsewhere && !input.exceptionReason) return no('exception_reason_needed')
  }
  const day = model.clock.dayOf(slot.start)
  const verdict = firstOf(
    () => judgeFundedAgain(model, attendance, day).verdict,
    () => judgeLettingGo(model, attendance, who),
  )
  return { verdict, slot }
}

/** A day after a session was lost, a manager alone says otherwise where it had cost something. */
function judgeLettingGo(model: StudioModel, attendance: Attendance, who: Who): Verdict {
  const { key, status, credit, funding, excused, cancelledLate, lostAt } = attendance
  if (who === 'manager' || isTakenBackInTime(model, lostAt)) return 'ok'
  const isOwed = [...model.fees.values()].some((fee) => fee.key === key && canBeWaived(model, fee))
  const isMonthly =
    funding.kind === 'membership' &&
    model.product(model.memberships.get(funding.id)!.productId).perMonth !== null
  const isLost = excused === null && (status === 'no_show' || cancelledLate)
  return isOwed || credit?.state === 'used' || (isMonthly && isLost) ? 'approval_needed' : 'ok'
}

/** What reinstating must be answered. */
export function judgeReinstating(model: StudioModel, input: Again, who: Who): Verdict {
  return judgeReinstate(model, input, who).verdict
}

/** Whether a cancelled session, private or group, gets its slot again, or another of the same length. */
export function slotAgain(model: StudioModel, session: Session, input: Again, who: Who) {
  const no = (verdict: Verdict) => ({ ...session, verdict })
  const { to } = input
  const trainerId = to?.trainerId ?? session.trainerId
  const clientId = session.own?.clientId ?? null
  if (model.retired.has(trainerId)) return no('trainer_not_found')
  if (clientId !== null && model.client(clientId).erased) return no('client_erased')
  const lostAt = session.own?.lostAt ?? session.cancelledAt
  const isUndone = !to && isTakenBackInTime(model, lostAt)
  const inBook = isUndone ? 'ok' : judgeInBook(model, to?.start ?? dayInBook(model, session))
  if (inBook !== 'ok') return no(inBook)
  const times = to
    ? judgeTimes(model, { start: to.start }, (session.end - session.start) / minute)
    : { start: session.start, end: session.end }
  if (typeof times === 'string') return no(times)
  const room = { preferred: session.roomId }
  const wanted = { ...session, ...times, trainerId, clientId, room, moving: session.id }
  const slot = judgeSlot(model, { ...wanted, stoodThere: !to }, input, who)
  const agreed = to ? null : session.agreed
  return { ...times, trainerId, roomId: slot.roomId, agreed, verdict: slot.verdict }
}

/** Takes a cancellation back in the model. */
export function standAgain(model: StudioModel, input: Again, who: Who, undo?: Undo | null): void {
  const attendance = find(model, input)
  const { slot } = judgeReinstate(model, input, who)
  holds(slot !== null, 'it stands again although it cannot')
  const { trainerId, start, end, roomId, agreed } = slot
  const session = sessionOf(model, input)
  const former = formerOf(model, session, attendance.seatId)
  if (undo) noteFormer(model, former, undo.input)
  Object.assign(session, { trainerId, start, end, roomId, agreed })
  fundAgain(model, attendance)
  Object.assign(attendance, { status: 'booked', excused: null, cancelledLate: false, lostAt: null })
  withdrawFees(model, attendance.key)
  if (attendance.seatId !== null) leaveForSeat(session, attendance.clientId, undo)
}

/** Who has a seat waits for none; taking the seat back must lead to the place they had. */
export function leaveForSeat(session: Session, clientId: string, undo?: Undo | null): void {
  const place = waitingIn(session).find((one) => one.clientId === clientId)
  if (undo) {
    const { waitlistId } = undo.input as { waitlistId?: string }
    holds(waitlistId === place?.id, 'the way back does not lead to the place in the line')
  }
  if (place) place.state = 'seated'
}

function judgePlace(model: StudioModel, { appointmentId, waitlistId }: Cancel): Verdict {
  if (waitlistId === undefined) return 'ok'
  const { line } = model.sessions.get(appointmentId)!
  return line.find(({ id }) => id === waitlistId)?.state === 'seated' ? 'ok' : 'not_waiting'
}

/** A seat that was given from the line is taken back: its client stands where they stood. */
function waitAgain(model: StudioModel, { appointmentId, waitlistId }: Cancel): void {
  const session = model.sessions.get(appointmentId)!
  const place = session.line.find(({ id }) => id === waitlistId)
  if (!place) return
  const { clientId } = place
  const waits = waitingIn(session).some((one) => one.clientId === clientId)
  if (!waits && !model.client(clientId).erased) place.state = 'waiting'
}

/** Nobody is here before the day of a session, but in the hour before it. */
export function judgeArrival(model: StudioModel, session: Session): Verdict {
  const isNear = model.now >= session.start - 3_600_000
  return isNear || model.today >= model.dayOf(session) ? 'ok' : 'check_in_too_early'
}

/** What became of a session, and taking it back. */
export const outcomeRules: Rules = {
  'appointments.checkIn': {
    must: (model, input) =>
      firstOf(
        () => judgeFrom(find(model, input), ['booked']),
        () => judgeArrival(model, sessionOf(model, input)),
      ),
    become(model, input) {
      Object.assign(find(model, input), { status: 'checked_in', checkedIn: true })
    },
  },
  'appointments.takeBackCheckIn': {
    must: (model, input) => judgeFrom(find(model, input), ['checked_in']),
    become(model, input) {
      Object.assign(find(model, input), { status: 'booked', checkedIn: false })
    },
  },
  'appointments.complete': {
    must: (model, input) =>
      firstOf(
        () => judgeFrom(find(model, input), ['booked', 'checked_in']),
        () => (model.now >= sessionOf(model, input).start ? 'ok' : 'not_started'),
      ),
    become(model, input) {
      const attendance = find(model, input)
      attendance.status = 'completed'
      if (attendance.credit?.state === 'held') attendance.credit.state = 'used'
    },
  },
  'appointments.takeBackCompletion': {
    must: (model, input) => judgeFrom(find(model, input), ['completed']),
    become(model, input) {
      const attendance = find(model, input)
      attendance.status = attendance.checkedIn ? 'checked_in' : 'booked'
      if (attendance.credit?.state === 'used') attendance.credit.state = 'held'
    },
  },
  'appointments.noShow': {
    must: (model, input, who) => judgeNoShow(model, input, who).verdict,
    takes: (model, input, who) => judgeNoShow(model, input, who).loss?.taken ?? nothingTaken,
    become(model, input, _answer, file, who) {
      const attendance = find(model, input)
      const { formerId } = input
      if (formerId !== undefined) {
        loseAgain(model, attendance, { ...input, formerId })
        return
      }
      const judged = judgeNoShow(model, input, who)
      if (!judged.loss) throw new Error('it was marked although it could not be')
      const { loss, worst, excuse, parts, to, dueAt } = judged
      const kept = Math.min(loss.fee, model.paidFor(attendance.key))
      attendance.status = 'no_show'
      attendance.lostAt = model.now
      attendance.excused = excuse
      settleCredit(model, attendance, loss, false)
      const state = dueAt > model.now ? ('pending' as const) : ('due' as const)
      const forgiven = excuse === 'forgiven' ? worst.fee : 0
      const fees = [
        { amount: forgiven, state: 'forgiven' as const, dueAt },
        { amount: kept, state: 'kept' as const, dueAt },
        { amount: loss.fee - kept, state, dueAt },
      ]
      chargeFees(model, attendance, fees, file)
      giveBack(model, parts, to)
    },
  },
  'appointments.takeBackNoShow': {
    must: (model, input, who) =>
      firstOf(
        () => judgeFrom(find(model, input), ['no_show']),
        () => judgeFundedAgain(model, find(model, input)).verdict,
        () => judgeLettingGo(model, find(model, input), who),
      ),
    become(model, input, { undo }) {
      const attendance = find(model, input)
      const former = formerOf(model, sessionOf(model, input), attendance.seatId)
      noteFormer(model, former, undo?.input)
      fundAgain(model, attendance)
      Object.assign(attendance, { status: 'booked', excused: null, lostAt: null })
      withdrawFees(model, attendance.key)
    },
  },
  'appointments.cancel': {
    must: (model, input, who) =>
      firstOf(
        () => judgeCancelling(model, input, who),
        () => judgePlace(model, input),
      ),
    takes: takenByCancelling,
    become(model, input, _answer, file, who) {
      cancelOne(model, input, file, who)
      waitAgain(model, input)
    },
  },
  'appointments.reinstate': {
    must: judgeReinstating,
    become: (model, input, { undo }, _file, who) => standAgain(model, input, who, undo),
  },
}
