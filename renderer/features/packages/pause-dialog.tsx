import { useState, type ReactNode } from 'react'
import type { Membership, MembershipChanged } from '../../../shared/packages.ts'
import { addDays, daysBetween, type LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { sayDay } from '../../../shared/words/say-day.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { DatePicker } from '../../ui/date-picker.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import styles from './membership-dialog.module.css'

export interface MembershipDialogProps {
  membership: Membership
  today: LocalDate
  onClose: () => void
  onDone: (changed: MembershipChanged) => void
}

const formId = 'pause-form'

/** Lets a member rest; says by how much the end moves before it does. */
export function PauseDialog({
  membership,
  today,
  onClose,
  onDone,
}: MembershipDialogProps): ReactNode {
  const pause = useCommand('memberships.pause')
  const earliest = membership.startsOn < today ? today : membership.startsOn
  const [fromOn, setFrom] = useState(earliest)
  const [untilOn, setUntil] = useState(addDays(earliest, 6))
  const say = words.packages
  const length = daysBetween(fromOn, untilOn) + 1
  const endsOn = addDays(membership.endsOn, length)
  const inTheWay = membership.booked.filter(({ localStart }) => {
    const day = localStart.slice(0, 10)
    return fromOn <= day && day <= untilOn
  }).length

  async function submit(): Promise<void> {
    if (length < 1) return
    const input = { membershipId: membership.id, fromOn, untilOn }
    const result = await pause.run({ ...input, shown: { endsOn } })
    if (result.ok) onDone(result.value)
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={say.pauseTitle(membership.name)}
      footer={
        <>
          <Button onPress={onClose}>{words.booking.keepAsIs}</Button>
          <Button variant="primary" type="submit" form={formId} isPending={pause.isPending}>
            {say.confirmPause}
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
        <div className={styles.pair}>
          <DatePicker
            label={say.pauseFrom}
            value={fromOn}
            today={today}
            min={earliest}
            max={membership.endsOn}
            onChange={(date) => {
              setFrom(date as LocalDate)
              pause.clear()
            }}
          />
          <DatePicker
            label={say.pauseUntil}
            value={untilOn}
            today={today}
            min={fromOn}
            onChange={(date) => {
              setUntil(date as LocalDate)
              pause.clear()
            }}
            error={length < 1 ? say.pauseWrong : undefined}
          />
        </div>
        {length > 0 && <p className={styles.means}>{say.pauseMeans(length, sayDay(endsOn))}</p>}
        {inTheWay > 0 && <p className={styles.warning}>{say.bookedOnThem(inTheWay)}</p>}
        <FormError error={pause.failure} />
      </form>
    </Dialog>
  )
}
