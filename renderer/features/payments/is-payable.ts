import type { AppointmentDetail, AppointmentMoney } from '../../../shared/appointments.ts'
import { minor, type Minor } from '../../../shared/money.ts'

/**
 * Whether anything may be taken: nothing was paid yet, or some of it went back, as when a
 * cancellation with a refund is taken back. False for trainers, who see no money.
 */
export function isPayable(money: AppointmentMoney | null): money is AppointmentMoney {
  return money !== null && money.priceMinor > 0 && money.status !== 'paid'
}

/** What is due: the price, less what is paid and was not refunded. */
export function dueMinor(money: AppointmentMoney, payments: AppointmentDetail['payments']): Minor {
  const paid = payments.reduce((sum, payment) => sum + payment.refundableMinor, 0)
  return minor(Math.max(0, money.priceMinor - paid))
}
