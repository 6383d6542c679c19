import type { InputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import type { Seen } from '../../support/as-seen.ts'
import { clientOf, judgeBooking, judgeMove, moveSession, placePrivate } from './booking-rules.ts'
import { formerOf, noteFormer } from './former-rules.ts'
import {
  cancelOne,
  judgeCancelling,
  judgeReinstating,
  standAgain,
  takenByCancelling,
} from './outcome-rules.ts'
import { holds, nothingTaken, type Rules, type Taken, type Verdict } from './rule.ts'
import { imagine, type Former, type Session, type StudioModel, type Who } from './studio-model.ts'
import { addDays, weekdayOf } from './wall-clock.ts'

type Series = Seen<'series.create'>
type CancelFollowing = InputOf<Contracts['series.cancelFollowing']>
type ChangeFollowing = Seen<'series.changeFollowing'>
type Reinstate = InputOf<Contracts['series.putBack']>
type Choices = Reinstate['choices']

/** Something that is wanted for one date of a series: there, elsewhere, or not at all. */
interface Wanted {
  readonly trainerId: string
  readonly start: string
}

/** The dates with what was chosen for each; null when something was chosen for none of them. */
function choose<T extends Wanted>(dates: readonly T[], choices: Choices = []) {
  const isPlanned = choices.every(({ planned }) => dates.some(({ start }) => start === planned))
  if (!isPlanned) return null
  return dates.flatMap((date) => {
    const choice = choices.findLast(({ planned }) => planned === date.start)
    if (choice?.kind === 'skip') return []
    const { trainerId, start } = choice ?? date
    return [{ date, to: { trainerId, start }, isElsewhere: choice !== undefined }]
  })
}

/** The bookings that a series is: its wall time on its days. */
function datesOf(model: StudioModel, input: Series): Wanted[] {
  const { trainerId, weekdays, intervalWeeks, until } = input
  const first = input.start.slice(0, 10)
  const monday = addDays(first, 1 - weekdayOf(first))
  const most = until.kind === 'count' ? until.count : 104
  const starts: string[] = []
  for (let week = 0; ; week += intervalWeeks) {
    for (const weekday of weekdays.toSorted((a, b) => a - b)) {
      const day = addDays(monday, week * 7 + weekday - 1)
      if (day < first) continue
      const isOver = until.kind === 'date' && day > until.date
      if (isOver || starts.length === most) return starts.map((start) => ({ trainerId, start }))
      starts.push(atTime(model, day, input.start.slice(11)))
    }
  }
}

/** The wall time on a day, or the first after the gap that swallowed it. */
function atTime(model: StudioModel, day: string, time: string): string {
  return model.clock.localOf(model.clock.momentAfter(`${day}T${time}`))
}

const uncovered = new Set<Verdict>([
  'no_credit_left',
  'package_expired',
  'membership_not_valid',
  'membership_paused',
  'membership_used_up',
])

/** Books the dates of a series one after the other, as far as it goes. */
function bookAll(
  model: StudioModel,
  input: Series,
  who: Who,
  idOf: (index: number) => string,
  seriesId: string,
): { readonly verdict: Verdict; readonly count: number } {
  const chosen = choose(datesOf(model, input), input.choices)
  if (!chosen) return { verdict: 'series_changed', count: 0 }
  if (chosen.length === 0) return { verdict: 'series_too_short', count: 0 }
  const { clientId, serviceId, funding, thenSingle } = input
  for (const [index, { to }] of chosen.entries()) {
    const client = { kind: 'existing' as const, clientId }
    const wish = { ...to, serviceId, client, funding }
    const single = { ...wish, funding: { kind: 'single' as const } }
    const first = judgeBooking(model, wish, who).verdict
    const taken = thenSingle && uncovered.has(first) ? single : wish
    const verdict = judgeBooking(model, taken, who).verdict
    if (verdict !== 'ok') return { verdict: 'series_conflict', count: 0 }
    const placed = { id: idOf(index), clientId: model.client(clientId).id, seriesId }
    placePrivate(model, taken, placed, who)
  }
  return { verdict: 'ok', count: chosen.length }
}

/** The sessions of a series from one on that are still booked. */
function following(
  model: StudioModel,
  { appointmentId, formers }: { appointmentId: string; formers?: CancelFollowing['formers'] },
): Session[] {
  const first = model.sessions.get(appointmentId)!
  if (first.seriesId === null || first.own?.status !== 'booked') return []
  return [...model.sessions.values()]
    .filter(({ seriesId, own }) => seriesId === first.seriesId && own?.status === 'booked')
    .filter(({ start }) => start >= first.start)
    .filter(({ id }) => !formers || formers.some((former) => former.appointmentId === id))
    .toSorted((a, b) => a.start - b.start)
}

function cancelEach({ id }: Session, { by, reason, formers = [] }: CancelFollowing) {
  const formerId = formers.find(({ appointmentId }) => appointmentId === id)?.formerId
  return { appointmentId: id, by, reason, refund: false, ...(formerId && { formerId }) }
}

/** Notes what was kept of each before, as the way back names it: cancelled again, or moved again. */
function noteEach(model: StudioModel, before: ReadonlyMap<string, Former>, back: unknown): void {
  const { formers, sessions } = (back ?? {}) as {
    readonly formers?: CancelFollowing['formers']
    readonly sessions?: Reinstate['sessions']
  }
  for (const [id, former] of before) {
    const own = formers?.find(({ appointmentId }) => appointmentId === id)
    const slot = sessions?.find(({ appointmentId }) => appointmentId === id)?.slot
    if (own ?? slot) noteFormer(model, former, own ?? slot)
  }
}

function formersOf(model: StudioModel, sessions: readonly Session[]) {
  return new Map(sessions.map((session) => [session.id, formerOf(model, session, null)]))
}

/** Moves the rest of a series, as far as it goes. */
function changeAll(model: StudioModel, input: ChangeFollowing, who: Who) {
  const no = (verdict: Verdict) => ({ verdict, count: 0 })
  const sessions = following(model, input)
  if (sessions.length === 0) return no('not_in_series')
  const { trainerId, time } = input
  const dates = sessions.map((session) => {
    return { session, trainerId, start: atTime(model, model.dayOf(session), time) }
  })
  const chosen = choose(dates, input.choices)
  if (!chosen) return no('series_changed')
  let count = 0
  for (const { date, to } of chosen) {
    const { session } = date
    const stands = model.clock.localOf(session.start)
    if (session.trainerId === to.trainerId && stands === to.start) continue
    const move = { appointmentId: session.id, ...to }
    if (judgeMove(model, move, who).verdict !== 'ok') return no('series_conflict')
    moveSession(model, move, who)
    count += 1
  }
  return count === 0 ? no('already_there') : { verdict: 'ok' as Verdict, count }
}

/** Puts sessions of a series back, as far as it goes. */
function reinstateAll(model: StudioModel, input: Reinstate, who: Who) {
  const no = (verdict: Verdict) => ({ verdict, count: 0 })
  const dates = input.sessions.map(({ appointmentId, slot }) => {
    const session = model.sessions.get(appointmentId)!
    const stood = { trainerId: session.trainerId, start: model.clock.localOf(session.start) }
    return {
      session,
      slot,
      ...stood,
      ...(slot && { trainerId: slot.trainerId, start: slot.start }),
    }
  })
  const isAsked = dates.every(
    ({ session, slot }) =>
      session.own?.status === (slot ? 'booked' : 'cancelled') && session.seriesId !== null,
  )
  if (!isAsked) return no('series_changed')
  const chosen = choose(
    dates.toSorted((a, b) => (a.start < b.start ? -1 : 1)),
    input.choices,
  )
  if (!chosen) return no('series_changed')
  if (chosen.length === 0) return no('series_too_short')
  for (const { date, to } of chosen) {
    if (!putOne(model, date, to, who)) return no('series_conflict')
  }
  return { verdict: 'ok' as Verdict, count: chosen.length }
}

function putOne(
  model: StudioModel,
  {
    session,
    slot,
    ...own
  }: Wanted & Pick<Reinstate['sessions'][number], 'slot'> & { session: Session },
  to: Wanted,
  who: Who,
): boolean {
  const appointmentId = session.id
  const isOwn = to.trainerId === own.trainerId && to.start === own.start
  if (slot === null) {
    const again = { appointmentId, ...(isOwn ? {} : { to }) }
    if (judgeReinstating(model, again, who) !== 'ok') return false
    standAgain(model, again, who)
    return true
  }
  // It stood there before, so whatever was allowed for it then is allowed now.
  const isManager = who === 'manager'
  const allowed = {
    allowOutsideHours: isManager,
    allowNoBuffer: isManager,
    allowClientOverlap: true,
    exceptionReason: 'It stood there.',
  }
  const move = isOwn ? { appointmentId, ...slot, ...allowed } : { appointmentId, ...to }
  if (judgeMove(model, move, who).verdict !== 'ok') return false
  moveSession(model, move, who)
  return true
}

/** The sessions that go back as they were: that costs nothing that was not agreed to before. */
function restoredBy({ sessions, choices = [] }: Reinstate): ReadonlySet<string> {
  const isElsewhere = (start: string) => choices.some(({ planned }) => planned === start)
  const restored = sessions.filter(
    ({ slot }) => slot?.formerId !== undefined && !isElsewhere(slot.start),
  )
  return new Set(restored.map(({ appointmentId }) => appointmentId))
}

/** How many sessions count as late by what is done, and did not before. */
function lateIn(
  model: StudioModel,
  act: (model: StudioModel) => unknown,
  restored: ReadonlySet<string> = new Set(),
): Taken {
  const other = imagine(model)
  act(other)
  const lateMoves = [...other.sessions.values()].filter(
    ({ id, own }) =>
      own?.movedLate === true &&
      model.sessions.get(id)!.own?.movedLate === false &&
      !restored.has(id),
  ).length
  return { ...nothingTaken, lateMoves }
}

/** Sessions that repeat. */
export const seriesRules: Rules = {
  'series.create': {
    must: (model, input, who) =>
      bookAll(imagine(model), input, who, (index) => `date ${index}`, 'series').verdict,
    takes(model, input, who) {
      const other = imagine(model)
      bookAll(other, input, who, (index) => `date ${index}`, 'series')
      const priceMinor = other.attendances
        .filter(({ key, funding }) => key.startsWith('date ') && funding.kind === 'single')
        .reduce((sum, { price }) => sum + price, 0)
      return { ...nothingTaken, priceMinor }
    },
    become(model, input, { seriesId, count }, file, who) {
      const rows = file.all<{ id: string }>(
        'SELECT id FROM appointments WHERE series_id = ? ORDER BY rowid',
        seriesId,
      )
      const booked = bookAll(model, input, who, (index) => rows[index]!.id, seriesId)
      holds(count === booked.count, `the series has ${count} dates instead of ${booked.count}`)
      const clients = new Set(rows.map(({ id }) => clientOf(file, 'appointments', id)))
      holds(clients.size === 1, `the series is for ${clients.size} clients`)
    },
  },
  'series.changeFollowing': {
    must: (model, input, who) => changeAll(imagine(model), input, who).verdict,
    takes: (model, input, who) => lateIn(model, (other) => changeAll(other, input, who)),
    become(model, input, { count, undo }, _file, who) {
      const before = formersOf(model, following(model, input))
      const changed = changeAll(model, input, who)
      noteEach(model, before, undo?.input)
      holds(count === changed.count, `${count} were moved instead of ${changed.count}`)
    },
  },
  'series.putBack': {
    must: (model, input, who) => reinstateAll(imagine(model), input, who).verdict,
    takes: (model, input, who) =>
      lateIn(model, (other) => reinstateAll(other, input, who), restoredBy(input)),
    become(model, input, { count, undo }, _file, who) {
      const sessions = input.sessions.map(({ appointmentId: id }) => model.sessions.get(id)!)
      const before = formersOf(model, sessions)
      const back = reinstateAll(model, input, who)
      noteEach(model, before, undo?.input)
      holds(count === back.count, `${count} were reinstated instead of ${back.count}`)
    },
  },
  'series.cancelFollowing': {
    must(model, input, who) {
      const sessions = following(model, input)
      if (sessions.length === 0) return 'not_in_series'
      const judged = sessions.map((one) => judgeCancelling(model, cancelEach(one, input), who))
      return judged.find((verdict) => verdict !== 'ok') ?? 'ok'
    },
    takes(model, input, who) {
      const all = following(model, input).map((one) =>
        takenByCancelling(model, cancelEach(one, input), who),
      )
      const sum = (of: 'feeMinor' | 'sessionsLost') =>
        all.reduce((total, taken) => total + taken[of], 0)
      return { ...nothingTaken, feeMinor: sum('feeMinor'), sessionsLost: sum('sessionsLost') }
    },
    become(model, input, { count }, file, who) {
      const sessions = following(model, input)
      holds(count === sessions.length, `${count} were cancelled instead of ${sessions.length}`)
      for (const one of sessions) cancelOne(model, cancelEach(one, input), file, who)
    },
  },
}
