import { useState, type ReactNode } from 'react'
import type { Minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useSure } from '../../app/sure-provider.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { MoneyField } from '../../ui/money-field.tsx'
import { PaidNotice } from './paid-notice.tsx'
import { PayForm } from './pay-form.tsx'

/** Puts money into a client's balance, on a receipt of its own. */
export function TopUpDialog({
  clientId,
  currency,
  onClose,
}: {
  clientId: string
  currency: string
  onClose: () => void
}): ReactNode {
  const sell = useCommand('payments.sell')
  const sure = useSure()
  const [amount, setAmount] = useState<Minor | null>(null)
  const [paid, setPaid] = useState<{ receiptNumber: string; changeMinor: Minor } | null>(null)
  return (
    <Dialog isOpen onClose={onClose} size="sm" title={words.account.topUpTitle}>
      {paid && amount !== null ? (
        <PaidNotice paid={paid} amountMinor={amount} currency={currency} onDone={onClose} />
      ) : (
        <PayForm
          clientId={clientId}
          dueMinor={amount !== null && amount > 0 ? amount : null}
          currency={currency}
          withoutBalance
          isPending={sell.isPending}
          failure={sell.failure}
          onEdit={sell.clear}
          onPay={(tenders) => {
            if (amount === null) return
            const items = [{ kind: 'top_up' as const, amountMinor: amount }]
            void sure((sureOfMinor) =>
              sell.run({ clientId, items, amountMinor: amount, tenders, sureOfMinor }),
            ).then((result) => {
              if (result.ok) setPaid(result.value)
            })
          }}
        >
          <MoneyField
            autoFocus
            label={words.account.topUpAmount}
            description={words.account.topUpHelp}
            currency={currency}
            value={amount}
            onChange={(next) => {
              setAmount(next)
              sell.clear()
            }}
          />
        </PayForm>
      )}
    </Dialog>
  )
}
