import type { ReactNode } from 'react'
import type { Failure } from '../../../shared/result.ts'
import type { MovingSession, SeriesSlot } from '../../../shared/series.ts'
import { words } from '../../../shared/words/index.ts'
import { BothVersions } from '../../ui/both-versions.tsx'
import { formatDate } from '../../ui/format-date.ts'
import type { Choices } from './series-choices.ts'

export interface FollowingVersionsProps {
  failure: Failure | null
  /** The dates as they were when the dialog first listed them. */
  opened: readonly MovingSession[]
  now: readonly MovingSession[]
  choices: Choices
  trainerName: (trainerId: string) => string
  onKeepMine: () => void
  onTakeTheirs: () => void
}

/**
 * Each date of a series that somebody else moved, called off or put back while all of them were
 * moved here: where it would go, and where it stands. Draws nothing unless that was refused.
 */
export function FollowingVersions({
  failure,
  opened,
  now,
  choices,
  trainerName,
  onKeepMine,
  onTakeTheirs,
}: FollowingVersionsProps): ReactNode {
  const slotText = ({ start, trainerId }: SeriesSlot) =>
    `${start.slice(11)}, ${trainerName(trainerId)}`
  const planText = (date: MovingSession) => {
    const choice = choices[date.start]
    if (choice?.kind === 'skip') return words.series.leave
    return slotText({ ...date, ...choice })
  }
  const changed = now.filter(({ appointmentId, from }) => {
    const before = opened.find((date) => date.appointmentId === appointmentId)
    return !before || slotText(before.from) !== slotText(from)
  })
  const gone = opened.filter((before) =>
    now.every(({ appointmentId }) => appointmentId !== before.appointmentId),
  )
  const dayOf = ({ from }: MovingSession) => formatDate(from.start, 'medium')
  return (
    <BothVersions
      failure={failure}
      linesAre={words.booking.date}
      fields={[
        ...changed.map((date) => ({
          label: dayOf(date),
          mine: planText(date),
          theirs: slotText(date.from),
        })),
        ...gone.map((date) => ({
          label: dayOf(date),
          mine: planText(date),
          theirs: words.booking.statuses.cancelled,
        })),
      ]}
      onKeepMine={onKeepMine}
      onTakeTheirs={onTakeTheirs}
    />
  )
}
