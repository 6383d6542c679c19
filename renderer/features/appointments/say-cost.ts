import type { AppointmentDetail } from '../../../shared/appointments.ts'
import { formatMoney } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'

/**
 * What a lost session costs its client, in one line. What was let go or forgiven is said first: the
 * book does not count such a session as late, and yet it was not in time.
 *
 * @returns null for a session that is neither cancelled nor excused: its fees are listed by themselves
 * @example
 * sayCost(letGo) // 'None, let go'
 */
export function sayCost({
  cancellation,
  excused,
  currency,
}: Pick<AppointmentDetail, 'cancellation' | 'excused' | 'currency'>): string | null {
  if (excused) return words.outcome.excuses[excused]
  if (!cancellation) return null
  const { feeMinor, late } = cancellation
  if (feeMinor > 0) return words.booking.lateFee(formatMoney(feeMinor, currency))
  return late ? words.booking.late : words.booking.early
}
