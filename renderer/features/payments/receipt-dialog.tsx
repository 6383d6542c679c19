import { Ban } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { localDateOf } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { PaperDialog } from '../../ui/paper-dialog.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useNow } from '../appointments/use-now.ts'
import { ReceiptSlip } from './receipt-slip.tsx'
import { VoidDialog } from './void-dialog.tsx'

export interface ReceiptDialogProps {
  /** Which receipt to show; null keeps the dialog closed. */
  receiptNumber: string | null
  onClose: () => void
}

/** A receipt to look at, and to print: on paper there is nothing but the receipt. */
export function ReceiptDialog({ receiptNumber, onClose }: ReceiptDialogProps): ReactNode {
  return receiptNumber === null ? null : <Opened receiptNumber={receiptNumber} onClose={onClose} />
}

function Opened({
  receiptNumber,
  onClose,
}: {
  receiptNumber: string
  onClose: () => void
}): ReactNode {
  const receipt = useQueryOf('payments.receipt', { receiptNumber })
  const { studio } = useSignedIn()
  const now = useNow()
  const [isVoiding, setVoiding] = useState(false)
  const print = useCommand('payments.printReceipt')
  // Of what was printed here last; until then of what would be printed.
  const [isCopy, setCopy] = useState<boolean | null>(null)

  async function notePrint(): Promise<boolean> {
    const noted = await print.run({ receiptNumber })
    // On the paper before it is printed.
    if (noted.ok) flushSync(() => setCopy(noted.value.isCopy))
    return noted.ok
  }

  if (isVoiding && receipt.data) {
    return <VoidDialog receipt={receipt.data} onClose={() => setVoiding(false)} />
  }
  // Sales and pay-outs are voided only on their own day.
  const canVoid =
    receipt.data &&
    receipt.data.kind !== 'refund' &&
    receipt.data.voidedLocal === null &&
    receipt.data.issuedLocal.slice(0, 10) === localDateOf(now, studio.timeZone)
  return (
    <PaperDialog
      title={words.payment.receiptOf(receiptNumber)}
      onClose={onClose}
      paper={
        receipt.data && (
          <ReceiptSlip receipt={receipt.data} isCopy={isCopy ?? receipt.data.isPrinted} />
        )
      }
      beforePrint={notePrint}
      instead={
        receipt.failure ? (
          <ErrorState error={receipt.failure} onRetry={receipt.refetch} />
        ) : (
          <Spinner label={words.payment.receiptLoading} />
        )
      }
      problem={print.failure}
      actions={
        canVoid && (
          <Button variant="ghost" icon={Ban} onPress={() => setVoiding(true)}>
            {words.payment.voidSale}
          </Button>
        )
      }
    />
  )
}
