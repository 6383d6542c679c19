import { Printer } from 'lucide-react'
import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import styles from './receipt-dialog.module.css'
import { ReceiptSlip } from './receipt-slip.tsx'

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
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={words.payment.receiptOf(receiptNumber)}
      footer={
        <>
          <Button onPress={onClose}>{words.ui.close}</Button>
          <Button
            variant="primary"
            icon={Printer}
            isDisabled={!receipt.data}
            onPress={() => window.print()}
            autoFocus
          >
            {words.payment.print}
          </Button>
        </>
      }
    >
      <div className={styles.counter}>
        {receipt.data ? (
          <div className={styles.paper}>
            <ReceiptSlip receipt={receipt.data} />
          </div>
        ) : receipt.failure ? (
          <ErrorState error={receipt.failure} onRetry={receipt.refetch} />
        ) : (
          <Spinner label={words.payment.receiptLoading} />
        )}
      </div>
      {receipt.data &&
        createPortal(
          <div className={styles.print} aria-hidden>
            <ReceiptSlip receipt={receipt.data} />
          </div>,
          document.body,
        )}
    </Dialog>
  )
}
