import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { mostPeriodDays } from '../../../shared/earnings.ts'
import { addDays, addMonths, type LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useShortcuts } from '../../app/shortcuts.tsx'
import { DatePicker } from '../../ui/date-picker.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { daysOf, monthOf, type EarningPeriod } from './earning-period.ts'
import styles from './earnings-screen.module.css'

const say = words.earnings
const kinds = (['month', 'custom'] as const).map((value) => ({ value, label: say.periods[value] }))

/** Chooses a month, or a first and a last day. */
export function PeriodPicker({
  period,
  today,
  onChange,
}: {
  period: EarningPeriod
  today: LocalDate
  onChange: (period: EarningPeriod) => void
}): ReactNode {
  const days = daysOf(period)
  const move = (months: number) => onChange(monthOf(addMonths(monthStart(days.from), months)))
  useShortcuts(say.keys, [
    { keys: 'PgUp', label: say.previous, run: () => move(-1) },
    { keys: 'PgDn', label: say.next, run: () => move(1) },
    { keys: 'T', label: say.thisMonth, run: () => onChange(monthOf(today)) },
  ])
  return (
    <>
      <SegmentedControl
        label={say.periodKind}
        isLabelHidden
        segments={kinds}
        value={period.kind}
        className={styles.kinds ?? ''}
        onChange={(kind) => onChange(kind === 'month' ? monthOf(days.from) : { kind, ...days })}
      />
      {period.kind === 'month' ? (
        <div className={styles.month}>
          <IconButton
            icon={ChevronLeft}
            label={say.previous}
            shortcut="PgUp"
            onPress={() => move(-1)}
          />
          <strong className={styles.monthName}>{formatDate(period.first, 'month')}</strong>
          <IconButton
            icon={ChevronRight}
            label={say.next}
            shortcut="PgDn"
            onPress={() => move(1)}
          />
        </div>
      ) : (
        <div className={styles.month}>
          <DatePicker
            label={say.from}
            isLabelHidden
            value={period.from}
            today={today}
            onChange={(date) => {
              const from = date as LocalDate
              const until = [from, period.until, lastFrom(from)].toSorted()[1]!
              onChange({ ...period, from, until })
            }}
          />
          <span aria-hidden>–</span>
          <DatePicker
            label={say.until}
            isLabelHidden
            value={period.until}
            today={today}
            min={period.from}
            max={lastFrom(period.from)}
            onChange={(date) => onChange({ ...period, until: date as LocalDate })}
          />
        </div>
      )}
    </>
  )
}

/** The last day that can be looked at together with this one. */
function lastFrom(date: LocalDate): LocalDate {
  return addDays(date, mostPeriodDays - 1)
}

function monthStart(date: LocalDate): LocalDate {
  return `${date.slice(0, 7)}-01` as LocalDate
}
