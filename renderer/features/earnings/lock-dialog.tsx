import type { ReactNode } from 'react'
import type { Earnings } from '../../../shared/earnings.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { daysOf, sayPeriod, type EarningPeriod } from './earning-period.ts'
import styles from './pay-out.module.css'
import { sayAmount } from './say-rate.ts'

const say = words.earnings

/** Says what locking means, with the sum, and does it. */
export function LockDialog({
  earnings,
  period,
  onClose,
}: {
  earnings: Earnings
  period: EarningPeriod
  onClose: () => void
}): ReactNode {
  const lock = useCommand('earnings.lockPeriod')
  const toasts = useToasts()
  const { currency, totalMinor, trainers, unresolved } = earnings
  const amount = sayAmount(totalMinor, currency)
  const sessions = trainers.reduce((sum, trainer) => sum + trainer.sessions, 0)

  async function submit(): Promise<void> {
    const result = await lock.run({ period: daysOf(period), totalMinor })
    if (!result.ok) return
    toasts.show({ tone: 'success', title: say.lockedNow(sayPeriod(period)) })
    onClose()
  }

  return (
    <Dialog
      isOpen
      role="alertdialog"
      size="md"
      onClose={onClose}
      title={say.lockTitle(sayPeriod(period))}
      footer={
        <>
          <Button onPress={onClose} autoFocus>
            {say.keepOpen}
          </Button>
          <Button variant="danger" isPending={lock.isPending} onPress={() => void submit()}>
            {say.lockConfirm(amount)}
          </Button>
        </>
      }
    >
      <ul className={styles.points}>
        <li>{say.lockMeans(amount, say.sessions(sessions))}</li>
        {unresolved > 0 && <li className={styles.warning}>{say.lockUnresolved(unresolved)}</li>}
        {say.lockPoints.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <FormError error={lock.failure} />
    </Dialog>
  )
}
