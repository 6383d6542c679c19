import type { Attendance, Credit, StudioModel } from './studio-model.ts'

/** Holds a credit for an attendance. */
export function hold(model: StudioModel, attendance: Attendance, lot: string | null): void {
  if (attendance.funding.kind !== 'package' || lot === null) return
  const { lots } = model.packages.get(attendance.funding.id)!
  lots.set(lot, (lots.get(lot) ?? 0) - 1)
  attendance.credit = heldOf(model, attendance, attendance.funding.id, lot)
}

const dayMs = 24 * 60 * 60_000

/** A credit that is held. Within a day of its release it was held all along. */
export function heldOf(
  model: StudioModel,
  { credit }: Attendance,
  of: string,
  lot: string,
): Credit {
  const isSoon = credit?.of === of && model.now - (credit.releasedAt ?? -Infinity) <= dayMs
  return { state: 'held', lot, of, heldOn: isSoon ? credit.heldOn : model.today }
}

/** Gives a credit back, to this lot. */
export function release(model: StudioModel, attendance: Attendance, lot: string): void {
  if (attendance.funding.kind !== 'package') return
  const of = attendance.funding.id
  const { lots } = model.packages.get(of)!
  lots.set(lot, (lots.get(lot) ?? 0) + 1)
  const { lot: before = lot, heldOn = model.today } = attendance.credit ?? {}
  attendance.credit = { state: 'released', lot, before, of, heldOn, releasedAt: model.now }
}
