import type { Attendance, StudioModel } from './studio-model.ts'

/** Holds a credit for an attendance. */
export function hold(model: StudioModel, attendance: Attendance, lot: string | null): void {
  if (attendance.funding.kind !== 'package' || lot === null) return
  const { lots } = model.packages.get(attendance.funding.id)!
  lots.set(lot, (lots.get(lot) ?? 0) - 1)
  attendance.credit = { state: 'held', lot }
}

/** Gives a credit back, to this lot. */
export function release(model: StudioModel, attendance: Attendance, lot: string): void {
  if (attendance.funding.kind !== 'package') return
  const { lots } = model.packages.get(attendance.funding.id)!
  lots.set(lot, (lots.get(lot) ?? 0) + 1)
  const before = attendance.credit?.lot ?? lot
  attendance.credit = { state: 'released', lot, before }
}
