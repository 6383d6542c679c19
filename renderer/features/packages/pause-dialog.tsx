import { useState, type ReactNode } from 'react'
import type { Membership, MembershipChanged, PauseConsequence } from '../../../shared/packages.ts'
import type { Failure } from '../../../shared/result.ts'
import { addDays, daysBetween, type LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { sayDay } from '../../../shared/words/say-day.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { DatePicker } from '../../ui/date-picker.tsx'
import styles from './membership-dialog.module.css'
import { MembershipDialog } from './membership-dialog.tsx'

export interface MembershipDialogProps {
  membership: Membership
  today: LocalDate
  onClose: () => void
  onDone: (changed: MembershipChanged) => void
}

/** What is booked that would count in another month, or why that cannot be. */
export function MovedMonths({
  consequence,
  failure,
}: {
  consequence: PauseConsequence | undefined
  failure: Failure | null
}): ReactNode {
  if (failure) {
    return (
      <p className={styles.warning}>
        {failure.message} {failure.nextStep}
      </p>
    )
  }
  if (!consequence || consequence.movedOn.length === 0) return null
  const days = consequence.movedOn.map((day) => sayDay(day))
  return <p className={styles.warning}>{words.packages.movedMonth(days)}</p>
}

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
  const input = { membershipId: membership.id, fromOn, untilOn }
  const query = useQueryOf('memberships.pauseConsequence', input, {
    enabled: length > 0,
    keepPrevious: true,
  })
  const consequence = query.failure ? undefined : query.data

  async function submit(): Promise<void> {
    if (length < 1 || !consequence || query.isFetching) return
    const result = await pause.run({ ...input, shown: { endsOn: consequence.endsOn } })
    if (result.ok) onDone(result.value)
  }

  return (
    <MembershipDialog
      title={say.pauseTitle(membership.name)}
      leave={words.booking.keepAsIs}
      confirm={say.confirmPause}
      isPending={pause.isPending}
      isDisabled={query.failure !== null}
      failure={pause.failure}
      onSubmit={submit}
      onClose={onClose}
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
      {length > 0 && consequence && (
        <p className={styles.means}>{say.pauseMeans(length, sayDay(consequence.endsOn))}</p>
      )}
      {length > 0 && <MovedMonths consequence={consequence} failure={query.failure} />}
    </MembershipDialog>
  )
}
