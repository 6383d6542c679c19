import type { AppointmentMoney } from '../../../shared/appointments.ts'

/**
 * Whether the whole price may be taken: nothing was paid, or all of it went back, as when a
 * cancellation with a refund is taken back. False for trainers, who see no money.
 */
export function isPayable(money: AppointmentMoney | null): money is AppointmentMoney {
  if (money === null || money.priceMinor === 0) return false
  return money.status === 'unpaid' || money.status === 'refunded'
}
