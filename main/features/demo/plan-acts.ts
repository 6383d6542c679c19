import { minor, shareOf, type Minor } from '../../../shared/money.ts'
import type { DeskAct, Moment, PlannedSession, PlannedTender } from './history.ts'
import type { Random } from './random.ts'

const notes = [
  'Left knee: no jumps.',
  'Prefers the mat by the window.',
  'Training for a half marathon in spring.',
  'Back after a shoulder operation, take it slowly.',
  'Pregnant, second trimester.',
  'Brings their own gloves.',
  'Asked about ten-session packages.',
  'Would like to try the reformer next time.',
]

/**
 * Plans what happens around a session: booked, perhaps moved, then cancelled, or missed, or attended
 * and paid, perhaps refunded.
 *
 * @param random one of this session's own.
 */
export function planActs(random: Random, session: PlannedSession): DeskAct[] {
  const note = maybe(random, 0.1, notes)
  // A series books its own.
  const acts: DeskAct[] = session.series
    ? []
    : [{ act: 'book', session, note, ...by(random, session.booked) }]
  if (session.movedFrom) {
    acts.push({
      act: 'move',
      session,
      ...by(random, between(random, session.booked, eveBefore(session))),
    })
  }
  const prepaid = session.priceMinor > 0 && !session.movedFrom && random.chance(0.1)
  if (prepaid) acts.push(pay(random, session, after(session.booked, 2)))

  const known: Moment = acts.at(-1) ?? session.booked
  const cancelled = session.series ? null : planCancellation(random, session, known)
  if (cancelled) return [...acts, cancelled, ...planFee(random, session, cancelled)]
  // Whoever has paid comes.
  if (!prepaid && random.chance(0.02)) {
    const noShow = missed(random, session)
    return [...acts, noShow, ...planFee(random, session, noShow)]
  }
  acts.push(...attended(random, session))
  if (prepaid || session.priceMinor === 0) return acts

  const paid = planPayment(random, session)
  if (!paid) return acts
  acts.push(paid)
  if (random.chance(0.02)) acts.push(planRefund(random, session, paid))
  return acts
}

function planCancellation(random: Random, session: PlannedSession, known: Moment): DeskAct | null {
  const kind = random.next()
  const by24h = { day: session.day - 1, minute: session.minute - 30 }
  if (kind < 0.06) {
    if (!isBefore(after(known, 60), by24h)) return null
    const moment = between(random, after(known, 30), by24h)
    const reason = random.pick(['client_request', 'client_request', 'client_ill'] as const)
    const note = maybe(random, 0.2, ['Travelling for work.', 'Will call again next week.'])
    return { act: 'cancel', session, by: 'client', reason, note, ...atDesk(random, moment) }
  }
  if (kind < 0.09) {
    const called = session.minute - random.between(40, 180)
    // Nobody calls before the doors open: then it was the evening before.
    const moment =
      called >= 6 * 60 + 30
        ? { day: session.day, minute: called }
        : { day: session.day - 1, minute: random.between(18 * 60, 21 * 60) }
    if (!isBefore(after(known, 5), moment)) return null
    const reason = random.pick(['client_ill', 'client_ill', 'client_request'] as const)
    const note = maybe(random, 0.3, ['Child is ill.', 'Stuck at work.', 'Has a cold.'])
    return { act: 'cancel', session, by: 'client', reason, note, ...atDesk(random, moment) }
  }
  if (kind < 0.1) {
    const moment = { day: session.day - 1, minute: random.between(12 * 60, 19 * 60) }
    if (!isBefore(after(known, 5), moment)) return null
    const reason = 'trainer_unavailable'
    return {
      act: 'cancel',
      session,
      by: 'studio',
      reason,
      note: undefined,
      ...atDesk(random, moment),
    }
  }
  if (kind < 0.105) {
    const moment = after(known, random.between(2, 6))
    const reason = 'booked_by_mistake'
    return {
      act: 'cancel',
      session,
      by: 'studio',
      reason,
      note: undefined,
      ...atDesk(random, moment),
    }
  }
  return null
}

/** The client did not come, which may be said from a quarter of an hour after the start. */
function missed(random: Random, session: PlannedSession): DeskAct {
  const minute = session.minute + random.between(16, 25)
  return { act: 'no_show', session, ...atDesk(random, { day: session.day, minute }) }
}

/** Not every arrival is marked at the door; whatever took place is, before it is paid. */
function attended(random: Random, session: PlannedSession): DeskAct[] {
  const { day, minute, durationMinutes } = session
  const completed = { day, minute: minute + durationMinutes + random.next() * 0.9 }
  const acts: DeskAct[] = [{ act: 'complete', session, ...by(random, completed) }]
  const arrived = { day, minute: minute - random.between(0, 6) + random.next() }
  if (random.chance(0.4) && isBefore(after(session.booked, 5), arrived)) {
    acts.unshift({ act: 'check_in', session, ...by(random, arrived) })
  }
  return acts
}

function planPayment(random: Random, session: PlannedSession): DeskAct | null {
  const end = session.minute + session.durationMinutes
  const when = random.next()
  const onArrival = {
    day: session.day,
    minute: session.minute - random.between(1, 5) + random.next(),
  }
  if (when < 0.12 && isBefore(session.booked, onArrival)) return pay(random, session, onArrival)
  if (when < 0.95) {
    return pay(random, session, {
      day: session.day,
      minute: end + random.between(1, 9) + random.next(),
    })
  }
  if (when < 0.97)
    return pay(random, session, { day: session.day + 1, minute: random.between(540, 720) })
  return null
}

function planRefund(random: Random, session: PlannedSession, paid: Moment): DeskAct {
  const whole = random.chance(0.3)
  const amountMinor = whole ? session.priceMinor : wholeEuros(shareOf(session.priceMinor, 2_500))
  const moment = { day: paid.day + 1, minute: random.between(9 * 60, 12 * 60) + random.next() }
  const reason = whole ? 'other' : 'goodwill'
  // Money goes back through the manager's hands.
  return { act: 'refund', session, amountMinor, reason, desk: 0, ...moment }
}

/** What becomes of a fee, if there is one: most are paid, some are let go, and some stay open. */
function planFee(random: Random, session: PlannedSession, since: Moment): DeskAct[] {
  const kind = random.next()
  const moment = { day: since.day + random.between(1, 3), minute: random.between(9 * 60, 19 * 60) }
  if (kind < 0.4) {
    const tender = tenderFor(random, session.priceMinor)
    return [{ act: 'settle_fee', session, tender, ...atDesk(random, moment) }]
  }
  if (kind < 0.8) return [{ act: 'waive_fee', session, desk: 0, ...moment }]
  return []
}

function pay(random: Random, session: PlannedSession, moment: Moment): DeskAct {
  return {
    act: 'pay',
    session,
    tender: tenderFor(random, session.priceMinor),
    ...by(random, moment),
  }
}

/** Cash in a note or two, or a card. */
export function tenderFor(random: Random, priceMinor: Minor): PlannedTender {
  if (random.chance(0.3)) {
    const note = random.pick([1, 500, 1_000, 5_000])
    return { method: 'cash', tenderedMinor: minor(Math.ceil(priceMinor / note) * note) }
  }
  const reference = `TID48-${random.between(0, 999_999).toString().padStart(6, '0')}`
  return { method: 'card', reference, last4: String(random.between(0, 9_999)).padStart(4, '0') }
}

/** Two people share the day at the desk; the manager helps out. */
function by(random: Random, moment: Moment): { desk: number } & Moment {
  const desk = random.chance(0.05) ? 0 : moment.minute < 14 * 60 ? 1 : 2
  return { desk, day: moment.day, minute: moment.minute }
}

function atDesk(random: Random, moment: Moment): { desk: number } & Moment {
  return by(random, { ...moment, minute: moment.minute + random.next() })
}

/** A moment in desk hours from one to the other. */
function between(random: Random, from: Moment, to: Moment): Moment {
  const day = random.between(from.day, to.day)
  const earliest = day === from.day ? from.minute + 1 : 7 * 60
  const latest = day === to.day ? to.minute : 20 * 60 + 30
  return { day, minute: Math.min(earliest + random.next() * Math.max(0, latest - earliest), 1_438) }
}

/** Until when a session is moved: the evening before. */
function eveBefore(session: PlannedSession): Moment {
  return { day: session.day - 1, minute: 21 * 60 }
}

function after(moment: Moment, minutes: number): Moment {
  return { day: moment.day, minute: moment.minute + minutes }
}

function isBefore(a: Moment, b: Moment): boolean {
  return a.day < b.day || (a.day === b.day && a.minute < b.minute)
}

function maybe(random: Random, share: number, texts: readonly string[]): string | undefined {
  return random.chance(share) ? random.pick(texts) : undefined
}

function wholeEuros(amount: Minor): Minor {
  return minor(Math.max(100, Math.round(amount / 100) * 100))
}
