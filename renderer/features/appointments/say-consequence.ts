import type { CancelledBy } from '../../../shared/appointments.ts'
import type { CancelConsequence } from '../../../shared/attendance.ts'
import { formatMoney } from '../../../shared/money.ts'
import { localDateTimeOf } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { formatDate } from '../../ui/format-date.ts'

/** What cancelling means, as a headline and the facts behind it. */
export interface ConsequenceWords {
  readonly tone: 'good' | 'costly'
  readonly title: string
  readonly lines: readonly string[]
}

/** Puts the consequence of cancelling into words, before anything is pressed. */
export function sayConsequence(
  consequence: CancelConsequence,
  by: CancelledBy,
  currency: string,
  timeZone: string,
): ConsequenceWords {
  const { booking } = words
  const fee = formatMoney(consequence.feeMinor, currency)
  const local = localDateTimeOf(consequence.freeUntil, timeZone)
  const until = `${formatDate(local, 'weekday')}, ${local.slice(11)}`
  const hasFee = consequence.feeMinor > 0
  const isPaid = consequence.paidMinor > 0

  const lines: string[] = []
  if (by === 'studio') lines.push(booking.consequenceStudio)
  else
    lines.push(
      consequence.late ? booking.consequenceLateSince(until) : booking.consequenceFreeUntil(until),
    )
  if (isPaid) {
    lines.push(booking.consequencePaid(formatMoney(consequence.paidMinor, currency)))
    if (consequence.refundDueMinor > 0) {
      if (hasFee) lines.push(booking.consequenceKept(fee))
      lines.push(booking.consequenceRefund(formatMoney(consequence.refundDueMinor, currency)))
    } else lines.push(booking.consequenceNothingBack)
  } else if (hasFee) lines.push(booking.consequenceFeeOwed(fee))

  if (hasFee) return { tone: 'costly', title: booking.consequenceLate(fee), lines }
  const isLateFree = consequence.late && by === 'client'
  return {
    tone: 'good',
    title: isLateFree ? booking.consequenceLateFree : booking.consequenceFree,
    lines,
  }
}
