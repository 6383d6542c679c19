import type { ReactNode } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import type { Seat } from '../../../shared/groups.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { formatDate } from '../../ui/format-date.ts'
import { PayDialog } from '../payments/pay-dialog.tsx'

/** Takes what one client owes for their place in a group session. */
export function PaySeatDialog({
  appointment,
  seat,
  onClose,
}: {
  appointment: AppointmentDetail
  seat: Seat
  onClose: () => void
}): ReactNode {
  const take = useCommand('payments.take')
  const { clientName, localStart, currency } = appointment
  return (
    <PayDialog
      title={words.groups.payOf(seat.clientName)}
      subtitle={`${clientName}, ${formatDate(localStart, 'weekday')}, ${localStart.slice(11)}`}
      clientId={seat.clientId}
      dueMinor={seat.dueMinor}
      currency={currency}
      isPending={take.isPending}
      failure={take.failure}
      onEdit={take.clear}
      pay={(amountMinor, tenders) =>
        take.run({ appointmentId: appointment.id, seatId: seat.id, amountMinor, tenders })
      }
      onClose={onClose}
    />
  )
}
