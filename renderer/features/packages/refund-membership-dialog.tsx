import type { ReactNode } from 'react'
import { minor, type Minor } from '../../../shared/money.ts'
import type { Membership } from '../../../shared/packages.ts'
import { useQueryOf } from '../../app/api.ts'
import { RefundDialog } from '../payments/refund-dialog.tsx'

/** Gives back what was paid for a membership, the newest month first; it loses a month with it. */
export function RefundMembershipDialog({
  clientId,
  membership,
  onClose,
  onRefunded,
}: {
  clientId: string
  membership: Membership
  onClose: () => void
  onRefunded: (amountMinor: Minor) => void
}): ReactNode {
  const input = { clientId, membershipId: membership.id }
  const payments = useQueryOf('payments.ofMembership', input)
  const refundable = payments.data?.filter(({ refundableMinor }) => refundableMinor > 0) ?? []
  if (refundable.length === 0) return null
  return (
    <RefundDialog
      payments={refundable.toReversed()}
      currency={membership.currency}
      clientName={membership.name}
      dueMinor={minor(0)}
      onClose={onClose}
      onRefunded={(_receiptNumber, amountMinor) => onRefunded(amountMinor)}
    />
  )
}
