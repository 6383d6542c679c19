import { useState, type ReactNode } from 'react'
import { addDays, type LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { DatePicker } from '../../ui/date-picker.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import styles from './membership-dialog.module.css'
import type { MembershipDialogProps } from './pause-dialog.tsx'

const formId = 'end-membership-form'

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
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={say.endTitle(membership.name)}
      footer={
        <>
          <Button onPress={onClose}>{say.keep}</Button>
          <Button variant="danger" type="submit" form={formId} isPending={end.isPending}>
            {say.confirmEnd}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
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
        <FormError error={end.failure} />
      </form>
    </Dialog>
  )
}
