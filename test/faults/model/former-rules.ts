import { heldOf } from './hold-credit.ts'
import { giveBack, judgeRefund, returnable, spread } from './settle-model.ts'
import { holds, type Verdict } from './rule.ts'
import type { Attendance, Former, Session, StudioModel, Who } from './studio-model.ts'

const day = 24 * 3_600_000

/** How a session stands, to be noted under what the way back of an act names. */
export function formerOf(model: StudioModel, session: Session, seatId: string | null): Former {
  const { trainerId, start, end, roomId, agreed } = session
  const all = session.own ? [session.own] : session.seats
  const parts = all.filter(({ key, status }) =>
    seatId === null ? session.own || status !== 'cancelled' : key === seatId,
  )
  const keys = new Set(parts.map(({ key }) => key))
  const fees = [...model.fees].filter(([, { key }]) => keys.has(key))
  return {
    of: seatId ?? session.id,
    at: model.now,
    slot: { trainerId, start, end, roomId, agreed },
    cancelledAt: session.cancelledAt,
    parts: new Map(
      parts.map((part) => [
        part.key,
        { ...structuredClone(part), held: returnable(model, part.key) },
      ]),
    ),
    fees: new Map(fees.map(([id, { state }]) => [id, state])),
  }
}

/** Notes it under the id that an answer names as the way back. */
export function noteFormer(model: StudioModel, former: Former, input: unknown): void {
  const { formerId } = (input ?? {}) as { readonly formerId?: string }
  holds(formerId !== undefined, 'the way back does not name what was kept')
  model.formers.set(formerId, former)
}

/** What was kept under an id of a session or a seat, or why it counts no more. */
export function findFormer(model: StudioModel, id: string, of: string): Former | string {
  const found = model.formers.get(id)
  if (!found && model.forgotten.has(of)) return 'client_erased'
  if (!found || found.at < model.now - day) return 'undo_too_late'
  const newest = [...model.formers].findLast(([, former]) => former.of === of)
  return newest?.[0] === id ? found : 'undo_overtaken'
}

/** What of a lost session was paid since, and goes back when it is lost again. */
function since(model: StudioModel, { key }: Attendance, former: Former) {
  const { held } = former.parts.get(key)!
  return spread(model, key, Math.max(0, returnable(model, key) - held))
}

/** Whether a part may become again what it was. */
export function judgeLostAgain(
  model: StudioModel,
  attendance: Attendance,
  input: { readonly formerId: string; readonly refund: boolean },
  status: Attendance['status'],
  who: Who,
): Verdict {
  const former = findFormer(model, input.formerId, attendance.key)
  if (typeof former === 'string') return former
  if (former.parts.get(attendance.key)?.status !== status) return 'undo_overtaken'
  return judgeRefund(
    model,
    since(model, attendance, former),
    input.refund ? 'original' : 'account',
    who,
  )
}

/** A part is again what it was, with its credit and its fees. */
export function loseAgain(
  model: StudioModel,
  attendance: Attendance,
  input: { readonly formerId: string; readonly refund: boolean },
): void {
  const former = model.formers.get(input.formerId)!
  const { status, excused, checkedIn, cancelledLate, lostAt, funding, credit } = former.parts.get(
    attendance.key,
  )!
  const parts = since(model, attendance, former)
  const session = model.sessions.get(attendance.appointmentId)!
  if (session.own) Object.assign(session, former.slot)
  creditAgain(model, attendance, credit)
  Object.assign(attendance, { status, excused, checkedIn, cancelledLate, lostAt, funding })
  if (session.own) restoreLateness(attendance, former)
  for (const [id, state] of former.fees) {
    const fee = model.fees.get(id)!
    if (fee.state === 'withdrawn') fee.state = state
  }
  giveBack(model, parts, input.refund ? 'original' : 'account')
}

function restoreLateness(attendance: Attendance, former: Former): void {
  const { movedLate, movedLateFrom } = former.parts.get(attendance.key)!
  Object.assign(attendance, { movedLate, movedLateFrom })
}

/** Brings a credit to the lot and the state it had. */
function creditAgain(
  model: StudioModel,
  attendance: Attendance,
  was: Attendance['credit'],
): boolean {
  const { funding, credit } = attendance
  if (funding.kind !== 'package') return true
  const { lots } = model.packages.get(funding.id)!
  const add = (lot: string, by: number) => lots.set(lot, (lots.get(lot) ?? 0) + by)
  const isOut = credit?.state === 'held' || credit?.state === 'used'
  const wasOut = was?.state === 'held' || was?.state === 'used'
  if (wasOut && !(isOut && credit.lot === was.lot) && (lots.get(was.lot) ?? 0) < 1) return false
  if (isOut && !(wasOut && was.lot === credit.lot)) add((wasOut ? credit : (was ?? credit)).lot, 1)
  if (wasOut && !(isOut && was.lot === credit.lot)) add(was.lot, -1)
  if (isOut === wasOut) attendance.credit = was && { ...was }
  else if (wasOut) {
    attendance.credit = { ...heldOf(model, attendance, was.of, was.lot), state: was.state }
  } else if (isOut) {
    attendance.credit = was && { ...was, heldOn: credit.heldOn, releasedAt: model.now }
  }
  return true
}
