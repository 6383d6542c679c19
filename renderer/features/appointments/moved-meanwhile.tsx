import type { ReactNode } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import type { Failure } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { BothVersions } from '../../ui/both-versions.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { localEndOf, type SlotDraft } from './slot-draft.ts'
import { slotOf, type Move } from './use-desk.ts'

export interface MovedMeanwhileProps {
  failure: Failure | null
  move: Move
  draft: SlotDraft
  trainerName: (trainerId: string) => string
  /** Goes on with the move from where the session stands now. */
  onKeepMine: (move: Move) => void
  /** Leaves it where it stands now. */
  onTakeTheirs: () => void
}

/** Where a session was moved by somebody else while it was moved here; draws nothing when it was not. */
export function MovedMeanwhile(props: MovedMeanwhileProps): ReactNode {
  const { failure, move, draft, trainerName, onKeepMine, onTakeTheirs } = props
  const isMoved = failure?.code === 'changed_since'
  const { data: now } = useQueryOf(
    'appointments.get',
    { appointmentId: move.card.id },
    { enabled: isMoved },
  )
  if (!isMoved || !now) return null
  const theirs = slotOf(now, now.timeZone)
  const when = (slot: SlotDraft) =>
    `${formatDate(slot.date, 'weekday')}, ${slot.time} – ${localEndOf(slot, now.timeZone)?.slice(11) ?? '…'}`
  const { booking } = words
  return (
    <BothVersions
      failure={failure}
      fields={[
        { label: booking.start, mine: when(draft), theirs: standing(now) ?? when(theirs) },
        {
          label: booking.trainer,
          mine: trainerName(draft.trainerId),
          theirs: now.trainerName,
        },
      ]}
      onKeepMine={() => onKeepMine({ ...move, card: now, from: theirs })}
      onTakeTheirs={onTakeTheirs}
    />
  )
}

/** What it is by now, when it cannot be moved any more. */
function standing({ status }: AppointmentDetail): string | null {
  return status === 'cancelled' ? words.booking.statuses[status] : null
}
