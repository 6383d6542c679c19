import type { ReactNode } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import type { Minor } from '../../../shared/money.ts'
import type { PaymentTaken } from '../../../shared/payments.ts'
import type { Tender } from '../../../shared/tenders.ts'
import { useCommand } from '../../app/api.ts'
import { PayForm } from '../payments/pay-form.tsx'

/** What was taken for a session, while it is still said. */
export interface SessionPaid {
  readonly taken: PaymentTaken
  readonly amountMinor: Minor
}

export interface PaySessionProps {
  appointment: AppointmentDetail
  clientId: string
  onPaid: (paid: SessionPaid) => void
}

/** Takes what is due for one session; main refuses when it is another amount by now. */
export function PaySession({ appointment, clientId, onPaid }: PaySessionProps): ReactNode {
  const take = useCommand('payments.take')
  const { id: appointmentId, dueMinor, currency } = appointment

  async function pay(tenders: Tender[]): Promise<void> {
    const result = await take.run({ appointmentId, amountMinor: dueMinor, tenders })
    if (result.ok) onPaid({ taken: result.value, amountMinor: dueMinor })
  }

  return (
    <PayForm
      clientId={clientId}
      dueMinor={dueMinor}
      currency={currency}
      isPending={take.isPending}
      failure={take.failure}
      onEdit={take.clear}
      onPay={(tenders) => void pay(tenders)}
    />
  )
}
