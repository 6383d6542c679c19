import { useState, type ReactNode } from 'react'
import { addDays, type LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { DatePicker } from '../../ui/date-picker.tsx'
import styles from './membership-dialog.module.css'
import { MembershipDialog } from './membership-dialog.tsx'
import type { MembershipDialogProps } from './pause-dialog.tsx'

/** Gives a membership up before the last day that was paid. */
export function EndDialog({
  membership,
  today,
  onClose,
  onDone,
}: MembershipDialogProps): ReactNode {
  const end = useCommand('memberships.end')
  const latest = addDays(membership.endsOn, -1)
  const [lastDay, setLastDay] = useState<LocalDate>(latest < today ? latest : today)
  const say = words.packages
  const inTheWay = membership.booked.filter(
    ({ localStart }) => localStart.slice(0, 10) > lastDay,
  ).length

  async function submit(): Promise<void> {
    const result = await end.run({ membershipId: membership.id, lastDay })
    if (result.ok) onDone(result.value)
  }

  return (
    <MembershipDialog
      title={say.endTitle(membership.name)}
      leave={say.keep}
      confirm={say.confirmEnd}
      isDanger
      isPending={end.isPending}
      failure={end.failure}
      onSubmit={submit}
      onClose={onClose}
    >
      <DatePicker
        label={say.lastDay}
        value={lastDay}
        today={today}
        min={addDays(today, -1)}
        max={latest}
        onChange={(date) => {
          setLastDay(date as LocalDate)
          end.clear()
        }}
      />
      <p className={styles.means}>{say.endMeans}</p>
      {inTheWay > 0 && <p className={styles.warning}>{say.bookedOnThem(inTheWay)}</p>}
    </MembershipDialog>
  )
}
