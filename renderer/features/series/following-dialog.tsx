import { useState, type ReactNode } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import { formatMoney, minor } from '../../../shared/money.ts'
import type { LateSession, MovingSession, SeriesChanged } from '../../../shared/series.ts'
import type { WaiverReason } from '../../../shared/waiver.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { useOpened } from '../../app/use-opened.ts'
import { Select } from '../../ui/select.tsx'
import { TimeField } from '../../ui/time-field.tsx'
import { DatesDialog } from './dates-dialog.tsx'
import styles from './dates-dialog.module.css'
import { ConsequenceBox } from '../appointments/cancel-consequence.tsx'
import { formatLateCost } from '../appointments/use-late-move.ts'
import { waiverOf } from '../appointments/use-two-approvals.ts'
import { WaiverFields } from '../appointments/waiver-fields.tsx'
import { useApproval } from '../staff/approval.ts'
import { FollowingVersions } from './following-versions.tsx'
import { choicesFor, type Choices } from './series-choices.ts'

export interface FollowingDialogProps {
  appointment: AppointmentDetail
  onClose: () => void
  onMoved: (moved: SeriesChanged) => void
}

/** Moves this session and the following ones to another time of their day, or another trainer. */
export function FollowingDialog({
  appointment,
  onClose,
  onMoved,
}: FollowingDialogProps): ReactNode {
  const { currency } = appointment
  const catalog = useQueryOf('catalog.list', {})
  const change = useCommand('series.changeFollowing')
  const [trainerId, setTrainerId] = useState(appointment.trainerId)
  const [time, setTime] = useState<string | null>(appointment.localStart.slice(11))
  // Where it stood: that somebody else moves it is no reason to drop what is planned here.
  const [stood] = useState({ time: appointment.localStart.slice(11), trainerId })
  const isThere = time === stood.time && trainerId === stood.trainerId
  const isValid = time !== null && !isThere
  const input = { appointmentId: appointment.id, trainerId, time: time ?? '' }
  const [choices, setChoices] = useState<Choices>({})
  const preview = useQueryOf('series.previewFollowing', input, {
    enabled: isValid,
    keepPrevious: true,
  })

  const series = useQueryOf('series.get', { appointmentId: appointment.id })
  const [waiver, setWaiver] = useState<WaiverReason | null>(null)
  const approved = useApproval()
  const dates = isValid ? (preview.data ?? []) : []
  const late = lateAmong(dates, choices)
  const isWaived = late.length > 0 && waiver !== null

  // Sent with the version of the list that was seen first: what came between is shown beside the plan.
  const { opened, catchUp } = useOpened({ version: series.data?.version ?? 0, dates })
  if (opened.dates.length === 0 && dates.length > 0 && series.data) catchUp()

  const trainers = catalog.data?.trainers ?? []
  const trainerOf = (id: string) => trainers.find((trainer) => trainer.id === id)?.name ?? ''
  /** That it is moved too late, and that it was moved by itself before. */
  function notesOn(date: MovingSession): string {
    const { from } = date
    const isMoved = from.start.slice(11) !== stood.time || from.trainerId !== stood.trainerId
    return [
      isMoved ? words.series.standsAt(from.start.slice(11), trainerOf(from.trainerId)) : '',
      date.late && late.some(({ start }) => start === date.start)
        ? noteOf(date.late, currency)
        : '',
    ]
      .filter((note) => note !== '')
      .join(' · ')
  }

  async function submit(): Promise<void> {
    const expectedVersion = opened.version
    const chosen = { ...input, choices: choicesFor(dates, choices), expectedVersion }
    const result = await approved((waive) =>
      change.run({
        ...chosen,
        ...waiverOf(isWaived ? waiver : null, { waive }),
        shown: { lateMoves: isWaived ? 0 : late.length },
      }),
    )
    if (result.ok) onMoved(result.value)
  }

  return (
    <DatesDialog
      title={words.series.changeTitle}
      subtitle={words.series.changeHelp}
      isValid={isValid}
      preview={preview}
      choices={choices}
      onChoices={setChoices}
      skipLabel={words.series.leave}
      confirm={words.series.confirmMove}
      command={change}
      notes={new Map(dates.map((date) => [date.start, notesOn(date)]))}
      consequence={
        late.length > 0 && (
          <>
            <div role="status">
              <ConsequenceBox said={sayLate(late, isWaived, currency)} />
            </div>
            <WaiverFields value={waiver} onChange={setWaiver} />
          </>
        )
      }
      versions={
        <FollowingVersions
          failure={change.failure}
          opened={opened.dates}
          now={dates}
          choices={choices}
          trainerName={trainerOf}
          onKeepMine={() => {
            change.clear()
            catchUp()
          }}
          onTakeTheirs={onClose}
        />
      }
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <div className={styles.pair}>
        <Select
          label={words.booking.trainer}
          options={trainers.map(({ id, name, hue }) => ({
            value: id,
            label: name,
            hue,
          }))}
          value={trainerId}
          onChange={setTrainerId}
        />
        <TimeField
          autoFocus
          label={words.booking.start}
          value={time}
          onChange={setTime}
          error={time === null ? words.booking.chooseTime : undefined}
        />
      </div>
    </DatesDialog>
  )
}

/** A date that would be moved away from its time too late. */
type LateDate = MovingSession & { readonly late: LateSession }

/** The dates that would count as late: what stays where it is, or at its time, does not. */
function lateAmong(dates: readonly MovingSession[], choices: Choices): LateDate[] {
  return dates.filter((date): date is LateDate => {
    const choice = choices[date.start]
    if (date.late === null || choice?.kind === 'skip') return false
    const start = choice && 'start' in choice ? choice.start : date.start
    return start !== date.late.from
  })
}

function noteOf(late: LateSession, currency: string): string {
  return words.series.late(isCostly(late) ? formatLateCost(late, currency) : '')
}

function isCostly({ stake, feeMinor }: LateSession): boolean {
  return stake === 'credit' || stake === 'session' || feeMinor > 0
}

/** What all of them could cost, said before they are moved. */
function sayLate(late: readonly LateDate[], isWaived: boolean, currency: string) {
  if (isWaived) {
    return { tone: 'good' as const, title: words.series.lateWaived(late.length), lines: [] }
  }
  const fees = late.reduce((sum, { late: session }) => sum + session.feeMinor, 0)
  const credits = late.filter(
    ({ late: { stake } }) => stake === 'credit' || stake === 'session',
  ).length
  return {
    tone: 'costly' as const,
    title: words.series.lateTitle(late.length),
    lines: [
      ...(fees > 0 ? [words.series.lateFees(formatMoney(minor(fees), currency))] : []),
      ...(credits > 0 ? [words.series.lateCredits(credits)] : []),
    ],
  }
}
