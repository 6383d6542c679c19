import type {
  AppointmentMoney,
  AppointmentStatus,
  PaymentStatus,
} from '../../../shared/appointments.ts'

/**
 * What is said of a session's own price, wherever it is said. Null where nothing is: to trainers, of
 * what is free, and of a lost session that was never paid. Whoever cancelled or did not come owes a
 * fee or nothing at all, and that is said with the fee; never the price.
 *
 * @example
 * paymentMark('no_show', { priceMinor: minor(7_500), status: 'unpaid' }) // null
 */
export function paymentMark(
  status: AppointmentStatus,
  money: AppointmentMoney | null,
): PaymentStatus | null {
  if (money === null || money.priceMinor === 0) return null
  const isLost = status === 'cancelled' || status === 'no_show'
  return isLost && money.status === 'unpaid' ? null : money.status
}
