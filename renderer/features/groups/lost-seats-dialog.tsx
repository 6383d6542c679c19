import { CircleMinus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AppointmentChanged } from '../../../shared/appointments.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { GroupBack } from '../appointments/use-slot-taken.ts'
import { MoneyRefusal } from '../payments/money-refusal.tsx'
import styles from './lost-seats-dialog.module.css'

/** Some clients cannot come back with a cancelled session: who, and why; then the others, or none. */
export function LostSeatsDialog({
  input,
  onClose,
  onDone,
}: {
  input: GroupBack
  onClose: () => void
  onDone: (back: AppointmentChanged, service: string) => void
}): ReactNode {
  const { appointmentId, seatIds } = input
  const service = useQueryOf('appointments.get', { appointmentId }).data?.serviceName ?? ''
  const lost = useQueryOf('groups.lostSeats', input)
  const reinstate = useCommand('groups.reinstate')
  const gone = new Set(lost.data?.map(({ seatId }) => seatId))
  const left = seatIds.filter((seatId) => !gone.has(seatId))

  async function submit(): Promise<void> {
    const result = await reinstate.run({ ...input, seatIds: left })
    if (result.ok) onDone(result.value, service)
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.groups.backTitle}
      subtitle={words.groups.backHelp(service)}
      footer={
        <>
          <Button onPress={onClose}>{words.groups.leave}</Button>
          <Button
            variant="primary"
            isDisabled={!lost.data}
            isPending={reinstate.isPending}
            onPress={() => void submit()}
          >
            {left.length === 0
              ? words.groups.confirmBackEmpty
              : words.groups.confirmBack(left.length)}
          </Button>
        </>
      }
    >
      {lost.data ? (
        <ul aria-label={words.groups.lostList} className={styles.list}>
          {lost.data.map(({ seatId, clientName, problem }) => (
            <li key={seatId} className={styles.line}>
              <CircleMinus className={styles.icon} aria-hidden />
              <span className={styles.name}>{clientName}</span>
              <span className={styles.why}>{problem.message}</span>
            </li>
          ))}
        </ul>
      ) : lost.failure ? (
        <ErrorState error={lost.failure} onRetry={lost.refetch} />
      ) : (
        <Skeleton height={96} />
      )}
      <MoneyRefusal failure={reinstate.failure} onSolved={reinstate.clear} />
    </Dialog>
  )
}
