import type { Sent } from './do-step.ts'
import type { Attendance, Session, StudioModel } from './studio-model.ts'

/** Notes how things stand after an act, under the mark that its way back carries. */
export function noteLeft(model: StudioModel, sent: Sent): void {
  const { asLeft } = sent.input as { readonly asLeft?: string }
  const standing = standingIn(model, sent)
  if (asLeft !== undefined && standing !== null) model.left.set(keyOf(sent, asLeft), standing)
}

/** Two sessions that ended in the same way have the same mark. */
function keyOf({ name, input }: Sent, asLeft: string): string {
  const { appointmentId, seatId } = input as Readonly<Record<string, unknown>>
  return JSON.stringify([name, appointmentId, seatId, asLeft])
}

/**
 * Whether things are as the act left them that is taken back. The model knows no times at which
 * something was done: what seems to be the same to it may be another's all the same.
 */
export function isOvertaken(model: StudioModel, sent: Sent): boolean | 'perhaps' {
  const { asLeft } = sent.input as { readonly asLeft?: string }
  if (asLeft === undefined) return false
  const left = model.left.get(keyOf(sent, asLeft))
  return left !== undefined && left !== standingIn(model, sent) ? true : 'perhaps'
}

function standingIn(model: StudioModel, sent: Sent): string | null {
  const standing = read(model, sent)
  return standing === null ? null : JSON.stringify(standing)
}

function read(model: StudioModel, { name, input }: Sent): unknown {
  if (name === 'appointments.cancel') return stands(model, input.appointmentId, input.seatId)
  if (name === 'groups.cancel') return stands(model, input.appointmentId)
  if (name === 'appointments.reinstate') return ends(model, input.appointmentId, input.seatId)
  if (name === 'series.putBack') {
    return input.sessions.map(({ appointmentId }) => ends(model, appointmentId))
  }
  if (name !== 'series.cancelFollowing') return null
  const { seriesId } = model.sessions.get(input.appointmentId)!
  const dates = [...model.sessions.values()].filter((one) => one.seriesId === seriesId)
  return dates.map(({ id }) => stands(model, id))
}

function stands(model: StudioModel, appointmentId: string, seatId?: string): unknown {
  const session = model.sessions.get(appointmentId)!
  const { trainerId, start, end, roomId, cancelled, capacity } = session
  const slot = [trainerId, start, end, roomId]
  const parts = partsOf(session, seatId).map((part) => {
    const { key, movedLate, movedLateFrom } = part
    const money = [model.paidFor(key), model.heldFor(key)]
    return [...endOf(part), movedLate, movedLateFrom, ...money]
  })
  if (seatId !== undefined) return [slot, parts]
  const line = session.line.filter(({ state }) => state === 'waiting').map(({ id }) => id)
  return [slot, cancelled, capacity, parts, line.toSorted()]
}

function ends(model: StudioModel, appointmentId: string, seatId?: string): unknown {
  return partsOf(model.sessions.get(appointmentId)!, seatId).map(endOf)
}

function partsOf({ own, seats }: Session, seatId?: string): readonly Attendance[] {
  if (own) return [own]
  return seats.filter(({ key, status }) =>
    seatId === undefined ? status !== 'cancelled' : key === seatId,
  )
}

function endOf({ key, status, excused, checkedIn, cancelledLate, funding }: Attendance) {
  return [key, status, excused, checkedIn, cancelledLate, funding]
}
