import { useState, type ReactNode } from 'react'
import type { Minor } from '../../../shared/money.ts'
import type { SaleTaken } from '../../../shared/payments.ts'
import type { Failure, Result } from '../../../shared/result.ts'
import type { Tender } from '../../../shared/tenders.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { PaidNotice } from './paid-notice.tsx'
import { PayForm } from './pay-form.tsx'

export interface PayDialogProps {
  title: string
  /** Whose it is and what for. */
  subtitle: string
  /** Who pays, and whose balance can be used. */
  clientId: string
  dueMinor: Minor
  currency: string
  isPending: boolean
  failure: Failure | null
  /** The person is correcting something: an old refusal no longer holds. */
  onEdit: () => void
  /** Takes it; main refuses when another sum is due by now. */
  pay: (amountMinor: Minor, tenders: Tender[]) => Promise<Result<SaleTaken>>
  onClose: () => void
}

/** Takes one sum over the counter: a seat's price, or a fee. Then the change and the receipt. */
export function PayDialog({
  title,
  subtitle,
  clientId,
  dueMinor,
  currency,
  isPending,
  failure,
  onEdit,
  pay,
  onClose,
}: PayDialogProps): ReactNode {
  const [paid, setPaid] = useState<{ taken: SaleTaken; amountMinor: Minor } | null>(null)
  return (
    <Dialog isOpen onClose={onClose} size="sm" title={title} subtitle={subtitle}>
      {paid ? (
        <PaidNotice
          paid={paid.taken}
          amountMinor={paid.amountMinor}
          currency={currency}
          onDone={onClose}
        />
      ) : (
        <PayForm
          clientId={clientId}
          dueMinor={dueMinor}
          currency={currency}
          isPending={isPending}
          failure={failure}
          onEdit={onEdit}
          onPay={(tenders) => {
            void pay(dueMinor, tenders).then((result) => {
              if (result.ok) setPaid({ taken: result.value, amountMinor: dueMinor })
            })
          }}
        />
      )}
    </Dialog>
  )
}
