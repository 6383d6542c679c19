import { formerOf, findFormer } from './former-rules.ts'
import { overlaps } from './judge-slot.ts'
import { firstOf, holds, nothingTaken, type Rules, type Verdict } from './rule.ts'
import { imagine, isActive, type Session, type StudioModel } from './studio-model.ts'

/*
 * The clock's rules have changed since a session was booked: its moment and the wall time that was
 * agreed have parted, and somebody decides which of the two stands.
 */

type Keep = 'wall' | 'instant'
interface Input {
  readonly keep: Keep
  readonly appointmentId?: string | undefined
}

const day = 24 * 3_600_000

/** The moment that the agreed wall time means by today's rules. */
function agreedMoment(model: StudioModel, { agreed, start }: Session): number {
  return agreed === null ? start : model.clock.momentAfter(agreed)
}

/** The sessions to come whose time has to be decided. */
export function undecidedIn(model: StudioModel): Session[] {
  return [...model.sessions.values()].filter((session) => {
    const { agreed, start } = session
    if (agreed === null || !isOpen(session) || start <= model.now - day) return false
    return start > model.now || agreedMoment(model, session) > model.now
  })
}

function isOpen(session: Session): boolean {
  if (!session.own) return isActive(session)
  return session.own.status === 'booked' || session.own.status === 'checked_in'
}

/** In the order in which none meets another on its way; back, the other way round. */
function chosenBy(model: StudioModel, { appointmentId }: Input): Session[] {
  const chosen = undecidedIn(model)
    .filter(({ id }) => (appointmentId ?? id) === id)
    .toSorted((a, b) => a.start - b.start)
  const isLater = (session: Session) => agreedMoment(model, session) > session.start
  return [...chosen.filter(isLater).toReversed(), ...chosen.filter((one) => !isLater(one))]
}

/** Puts a session somewhere else in time, if nothing else is there. */
function retime(model: StudioModel, session: Session, start: number, agreed: string | null) {
  const slot = { start, end: start + session.end - session.start }
  const isTaken = [...model.sessions.values()].some(
    (other) =>
      other.id !== session.id &&
      isActive(other) &&
      overlaps(other, slot) &&
      (other.trainerId === session.trainerId ||
        (session.roomId !== null && other.roomId === session.roomId)),
  )
  Object.assign(session, slot, { agreed, decided: (session.decided ?? 0) + 1 })
  return !isTaken
}

function settle(model: StudioModel, input: Input, actId: string | null): Verdict {
  for (const session of chosenBy(model, input)) {
    if (actId !== null) model.formers.set(`${actId} ${session.id}`, formerOf(model, session, null))
    const { start } = session
    const to = input.keep === 'wall' ? agreedMoment(model, session) : start
    const isFree = retime(model, session, to, null)
    if (!isFree && input.keep === 'wall') return 'time_cannot_stand'
  }
  return 'ok'
}

function unsettle(model: StudioModel, actId: string): Verdict {
  const acts = [...model.formers].filter(([key]) => key.startsWith(`${actId} `))
  if (acts.length === 0) return 'undo_too_late'
  for (const [key, { of, slot }] of acts.toReversed()) {
    const session = model.sessions.get(of)!
    const found = findFormer(model, key, of)
    if (typeof found === 'string') return found
    if (!isActive(session)) return 'appointment_cancelled'
    if (!isOpen(session)) return 'status_forbids'
    const before = formerOf(model, session, null)
    if (!retime(model, session, slot.start, slot.agreed)) return 'time_cannot_stand'
    model.formers.set(`taken back: ${key} ${model.formers.size}`, before)
  }
  return 'ok'
}

/** Decides about times that have parted, and takes that back. */
export const timeRules: Rules = {
  'appointments.settleTimes': {
    must: (model, input) =>
      firstOf(
        () => (chosenBy(model, input).length === 0 ? 'times_agree' : 'ok'),
        () => settle(imagine(model), input, null),
      ),
    takes: (model, input) => ({ ...nothingTaken, timesSettled: chosenBy(model, input).length }),
    become(model, input, { count, undo }) {
      const should = chosenBy(model, input).length
      holds(count === should, `${count} times were settled instead of ${should}`)
      const { actId } = (undo?.input ?? {}) as { readonly actId?: string }
      holds(actId !== undefined, 'the way back does not name the act')
      settle(model, input, actId)
    },
  },
  'appointments.unsettleTimes': {
    must: (model, { actId }) => unsettle(imagine(model), actId),
    become(model, { actId }) {
      holds(unsettle(model, actId) === 'ok', 'it is undecided again although it cannot be')
    },
  },
}
