import type { Seen } from '../../support/as-seen.ts'
import { fundingOf } from './booking-rules.ts'
import { findFormer, formerOf, noteFormer } from './former-rules.ts'
import { hold, release } from './hold-credit.ts'
import { dayInBook, judgeFunding, judgeInBook } from './judge-slot.ts'
import { nothingTaken, type Rules, type Verdict } from './rule.ts'
import type { Attendance, StudioModel } from './studio-model.ts'

type Input = Seen<'appointments.changePaymentSource'>

interface Judged {
  readonly verdict: Verdict
  readonly wanted?: Attendance['funding']
  readonly lot?: string | null
}

/** Whether a session may be paid from another source, and with a credit of which lot. */
function judgeChange(model: StudioModel, input: Input): Judged {
  const attendance = model.attendance(input.appointmentId, input.seatId)
  if (!attendance) return { verdict: 'seat_not_found' }
  const { key, status, clientId, funding } = attendance
  if (status === 'cancelled') return { verdict: 'appointment_cancelled' }
  if (status !== 'booked' && status !== 'checked_in') return { verdict: 'status_forbids' }
  if (model.client(clientId).erased) return { verdict: 'client_erased' }
  const former = input.formerId === undefined ? null : findFormer(model, input.formerId, key)
  if (typeof former === 'string') return { verdict: former }
  const session = model.sessions.get(input.appointmentId)!
  const inBook = former ? 'ok' : judgeInBook(model, dayInBook(model, session))
  if (inBook !== 'ok') return { verdict: inBook }
  if (model.paidFor(key) > 0 || model.heldFor(key) > 0) return { verdict: 'session_paid' }
  const was = former?.parts.get(key)
  const wanted = was?.funding ?? fundingOf(input.funding)
  const nameOf = (of: Attendance['funding']) => (of.kind === 'single' ? 'single' : of.id)
  if (nameOf(wanted) === nameOf(funding)) return { verdict: 'payment_source_same' }
  const day = model.dayOf(session)
  const own = was?.credit
  if (wanted.kind === 'package' && own?.state === 'held' && day <= own.lot) {
    const left = model.packages.get(wanted.id)!.lots.get(own.lot) ?? 0
    return left > 0 ? { verdict: 'ok', wanted, lot: own.lot } : { verdict: 'credit_gone' }
  }
  return { ...judgeFunding(model, wanted, { clientId, serviceId: session.serviceId, day }), wanted }
}

export const paymentSourceRules: Rules = {
  'appointments.changePaymentSource': {
    must: (model, input) => judgeChange(model, input).verdict,
    takes(model, input) {
      const { price } = model.attendance(input.appointmentId, input.seatId)!
      const isSingle = judgeChange(model, input).wanted?.kind === 'single'
      return { ...nothingTaken, priceMinor: isSingle ? price : 0 }
    },
    become(model, input, { undo }) {
      const { wanted, lot = null } = judgeChange(model, input)
      if (!wanted) throw new Error('it was paid from another source although it could not be')
      const attendance = model.attendance(input.appointmentId, input.seatId)!
      const session = model.sessions.get(input.appointmentId)!
      noteFormer(model, formerOf(model, session, attendance.seatId), undo?.input)
      const { credit } = attendance
      if (credit?.state === 'held') release(model, attendance, credit.lot)
      Object.assign(attendance, { funding: wanted })
      hold(model, attendance, lot)
    },
  },
}
