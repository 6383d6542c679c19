import type { AppointmentMoney } from '../../../shared/appointments.ts'

/**
 * Whether anything may be taken: nothing was paid yet, or some of it went back, as when a
 * cancellation with a refund is taken back. False for trainers, who see no money.
 */
export function isPayable(money: AppointmentMoney | null): money is AppointmentMoney {
  return (
    money !== null && money.priceMinor > 0 && money.status !== 'paid' && money.status !== 'covered'
  )
}
