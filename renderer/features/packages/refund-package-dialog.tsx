import { useState, type ReactNode } from 'react'
import { formatMoney } from '../../../shared/money.ts'
import type { ClientPackage, PackageRefunded } from '../../../shared/packages.ts'
import type { RefundTo } from '../../../shared/payments.ts'
import { waiverReasonSchema, type WaiverReason } from '../../../shared/waiver.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Select } from '../../ui/select.tsx'
import { useApproval } from '../staff/approval.ts'
import { MoneyRefusal } from '../payments/money-refusal.tsx'
import styles from './membership-dialog.module.css'

export interface RefundPackageDialogProps {
  sold: ClientPackage
  refund: NonNullable<ClientPackage['refund']>
  onClose: () => void
  onRefunded: (refunded: PackageRefunded) => void
}

const ways = [
  { value: 'original', label: words.packages.refundWays.original },
  { value: 'account', label: words.packages.refundWays.account },
] as const

/** Gives back what a package is still worth; shows the sum before it is done. */
export function RefundPackageDialog({
  sold,
  refund,
  onClose,
  onRefunded,
}: RefundPackageDialogProps): ReactNode {
  const command = useCommand('packages.refund')
  const approved = useApproval()
  const [to, setTo] = useState<RefundTo>('original')
  const say = words.packages
  const [isPaidAll, setPaidAll] = useState(false)
  const [reason, setReason] = useState<WaiverReason>('goodwill')
  const { creditsVoid, creditsExpired } = refund
  const amountMinor = isPaidAll ? refund.withExpiredMinor : refund.amountMinor
  const money = (amount: typeof amountMinor) => formatMoney(amount, sold.currency)
  const used = (sold.used * sold.singlePriceMinor) as typeof amountMinor

  async function submit(): Promise<void> {
    const expired = isPaidAll ? { expired: { reason } } : {}
    const input = { clientPackageId: sold.id, amountMinor, to, ...expired }
    const result = await approved((approvalId) =>
      command.run(approvalId === undefined ? input : { ...input, approvalId }),
    )
    if (result.ok) onRefunded(result.value)
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={say.refundTitle(sold.name)}
      footer={
        <>
          <Button onPress={onClose}>{say.keep}</Button>
          <Button
            variant="danger"
            isDisabled={sold.held > 0}
            isPending={command.isPending}
            onPress={() => void submit()}
          >
            {amountMinor > 0 ? say.confirmRefund(money(amountMinor)) : say.confirmVoid}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <dl className={styles.sums}>
          <div className={styles.sum}>
            <dt>{say.refundPaid}</dt>
            <dd>{money(sold.paidMinor)}</dd>
          </div>
          <div className={styles.sum}>
            <dt>{say.refundUsed(sold.used, money(sold.singlePriceMinor))}</dt>
            <dd>−{money(used)}</dd>
          </div>
          {creditsExpired > 0 && !isPaidAll && (
            <div className={styles.sum}>
              <dt>{say.refundExpired(creditsExpired)}</dt>
              <dd>−{money((refund.withExpiredMinor - amountMinor) as typeof amountMinor)}</dd>
            </div>
          )}
          <div className={`${styles.sum} ${styles.total}`}>
            <dt>{say.refundBack}</dt>
            <dd>{money(amountMinor)}</dd>
          </div>
        </dl>
        <p className={styles.means}>
          {say.refundVoid(creditsVoid)}{' '}
          {amountMinor === 0 && creditsExpired === 0 && say.refundNothing}
        </p>
        {creditsExpired > 0 && refund.withExpiredMinor > 0 && (
          <Checkbox
            isSelected={isPaidAll}
            onChange={(isOn) => {
              setPaidAll(isOn)
              command.clear()
            }}
          >
            {say.refundPayExpired}
          </Checkbox>
        )}
        {isPaidAll && (
          <Select
            label={words.outcome.waiveReason}
            options={waiverReasonSchema.options.map((value) => ({
              value,
              label: words.outcome.waiveReasons[value],
            }))}
            value={reason}
            onChange={setReason}
          />
        )}
        {sold.held > 0 && <p className={styles.warning}>{say.refundHeld(sold.held)}</p>}
        {amountMinor > 0 && (
          <SegmentedControl
            label={say.refundTo}
            isFullWidth
            segments={ways}
            value={to}
            onChange={(way) => {
              setTo(way)
              command.clear()
            }}
          />
        )}
        <MoneyRefusal failure={command.failure} onSolved={command.clear} />
      </div>
    </Dialog>
  )
}
