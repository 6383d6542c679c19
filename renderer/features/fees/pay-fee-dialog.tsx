import type { ReactNode } from 'react'
import type { FeeView } from '../../../shared/fees.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { formatDate } from '../../ui/format-date.ts'
import { PayDialog } from '../payments/pay-dialog.tsx'

/** Takes a fee, on a receipt of its own. It may be paid before it is due. */
export function PayFeeDialog({ fee, onClose }: { fee: FeeView; onClose: () => void }): ReactNode {
  const sell = useCommand('payments.sell')
  const session = `${fee.serviceName}, ${formatDate(fee.sessionLocal, 'weekday')}`
  return (
    <PayDialog
      title={words.fees.payTitle(words.fees.kinds[fee.kind])}
      subtitle={`${fee.clientName}, ${session}`}
      clientId={fee.clientId}
      dueMinor={fee.amountMinor}
      currency={fee.currency}
      isPending={sell.isPending}
      failure={sell.failure}
      onEdit={sell.clear}
      pay={(amountMinor, tenders) =>
        sell.run({
          clientId: fee.clientId,
          items: [{ kind: 'fee', feeId: fee.id }],
          amountMinor,
          tenders,
        })
      }
      onClose={onClose}
    />
  )
}
