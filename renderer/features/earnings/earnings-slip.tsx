import type { ReactNode } from 'react'
import type { Earnings } from '../../../shared/earnings.ts'
import { localDateTimeOf } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useSignedIn } from '../../app/session.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Paper, PaperDialog, PaperFacts } from '../../ui/paper-dialog.tsx'
import { daysOf, sayPeriod, type EarningPeriod } from './earning-period.ts'
import { sayAmount } from './say-rate.ts'
import { sumByTime } from './sum-earnings.ts'

const say = words.earnings

/** The period on paper: each trainer's sum, or one trainer's day by day. */
export function EarningsSlip({
  earnings,
  period,
  trainerId,
  onClose,
}: {
  earnings: Earnings
  period: EarningPeriod
  trainerId: string | null
  onClose: () => void
}): ReactNode {
  const { studio } = useSignedIn()
  const { from, until } = daysOf(period)
  const { currency, locked } = earnings
  const trainers = earnings.trainers.filter(
    (one) => trainerId === null || one.trainerId === trainerId,
  )
  const whole = locked.find((days) => days.from <= from && days.until >= until)
  const at = whole && localDateTimeOf(whole.lockedAt, studio.timeZone)
  const total = trainers.reduce((sum, { earnedMinor }) => sum + earnedMinor, 0)
  const days =
    trainerId === null
      ? []
      : sumByTime(
          earnings.lines.filter((line) => line.trainerId === trainerId),
          from,
          until,
        ).filter(({ sessions }) => sessions > 0)
  return (
    <PaperDialog
      title={say.slip}
      instead={null}
      onClose={onClose}
      paper={
        <Paper label={say.slip} studioName={studio.name} kind={say.slip}>
          <PaperFacts
            facts={[
              { term: say.slipPeriod, value: sayPeriod(period) },
              {
                term: say.slipState,
                value:
                  whole && at
                    ? `${say.locked}, ${say.lockedBy(formatDate(at, 'medium'), at.slice(11), whole.by)}`
                    : say.open,
              },
            ]}
          />
          {trainers.map(({ trainerId: id, name, sessions, earnedMinor }) => (
            <PaperFacts
              key={id}
              title={name}
              facts={[
                ...days.map((day) => ({
                  term: day.name,
                  value: sayAmount(day.amountMinor, currency),
                })),
                { term: say.slipSessions, value: String(sessions) },
                { term: say.earned, value: sayAmount(earnedMinor, currency), isSum: true },
              ]}
            />
          ))}
          {trainerId === null && (
            <PaperFacts
              facts={[{ term: say.total, value: sayAmount(total, currency), isSum: true }]}
            />
          )}
        </Paper>
      }
    />
  )
}
