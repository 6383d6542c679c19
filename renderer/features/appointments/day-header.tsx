import { ChevronDown, ChevronLeft, ChevronRight, Plus } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { DayView } from '../../../shared/appointments.ts'
import { addDays, type Instant, type LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { ScreenHeader } from '../../app/screen-header.tsx'
import { useShortcuts } from '../../app/shortcuts.tsx'
import { Button } from '../../ui/button.tsx'
import { Calendar } from '../../ui/calendar.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { ToDecideButton } from '../to-decide/to-decide-button.tsx'
import styles from './day-header.module.css'
import { dayLength } from './day-geometry.ts'
import { moneyMarkOf } from './describe-session.ts'

export interface DayHeaderProps {
  date: LocalDate
  today: LocalDate
  now: Instant
  /** Undefined while the day is being read. */
  day: DayView | undefined
  onDate: (date: LocalDate) => void
  /** A day was chosen in the calendar: the focus goes to it. */
  onGoTo: (date: LocalDate) => void
  /** Today, and the hour of now brought into view. */
  onToday: () => void
  /** Left out for someone who may not book. */
  onBook?: () => void
}

/** The day's part of the top bar: which day it is, how to another one, and a new booking. */
export function DayHeader({
  date,
  today,
  now,
  day,
  onDate,
  onGoTo,
  onToday,
  onBook,
}: DayHeaderProps): ReactNode {
  const [isCalendarOpen, setCalendarOpen] = useState(false)
  const previous = () => onDate(addDays(date, -1))
  const next = () => onDate(addDays(date, 1))

  useShortcuts(words.day.keys.section, [
    { keys: 'T', label: words.day.keys.today, run: onToday },
    { keys: 'PgUp', label: words.day.keys.previous, run: previous },
    { keys: 'PgDn', label: words.day.keys.next, run: next },
    { keys: 'G', label: words.day.keys.goTo, run: () => setCalendarOpen(true) },
  ])

  return (
    <ScreenHeader title={formatDate(date, 'long')} isTitleHidden>
      <div className={styles.steps}>
        <IconButton
          icon={ChevronLeft}
          label={words.day.previous}
          shortcut="PgUp"
          onPress={previous}
        />
        <Button onPress={onToday} className={styles.today ?? ''}>
          {words.day.today}
        </Button>
        <IconButton icon={ChevronRight} label={words.day.next} shortcut="PgDn" onPress={next} />
      </div>
      <Popover
        label={words.day.goTo}
        isOpen={isCalendarOpen}
        onOpenChange={setCalendarOpen}
        trigger={
          <Button
            variant="ghost"
            iconEnd={ChevronDown}
            aria-label={words.day.goToFrom(dateText(date, today))}
            className={styles.date ?? ''}
          >
            <span className={styles.day}>{dateText(date, today)}</span>
          </Button>
        }
      >
        <Calendar
          label={words.day.goTo}
          value={date}
          today={today}
          autoFocus
          onChange={(chosen) => {
            setCalendarOpen(false)
            // The calendar answers with the ISO date of a day it drew.
            onGoTo(chosen as LocalDate)
          }}
        />
      </Popover>
      <p className={styles.facts} aria-live="polite">
        {relation(date, today)}
        {day && <Facts day={day} now={now} />}
      </p>
      <span className={styles.space} />
      {onBook && <ToDecideButton />}
      {onBook && (
        <Button variant="primary" icon={Plus} shortcut="F2" onPress={onBook}>
          {words.day.newBooking}
        </Button>
      )}
    </ScreenHeader>
  )
}

function Facts({ day, now }: { day: DayView; now: Instant }): ReactNode {
  const owed = day.appointments.filter((card) => moneyMarkOf(card, now) === 'owed').length
  const length = dayLength(day)
  return (
    <>
      <span>{words.day.sessions(day.appointments.length)}</span>
      {owed > 0 && <span className={styles.owed}>{words.day.unpaid(owed)}</span>}
      {length < 24 * 60 && <span>{words.day.shortDay(length)}</span>}
      {length > 24 * 60 && <span>{words.day.longDay(length)}</span>}
    </>
  )
}

function relation(date: LocalDate, today: LocalDate): ReactNode {
  if (date === addDays(today, 1)) return <span>{words.day.tomorrow}</span>
  if (date === addDays(today, -1)) return <span>{words.day.yesterday}</span>
  return null
}

/** The year is said only when it is not this one. */
function dateText(date: LocalDate, today: LocalDate): string {
  const text = formatDate(date, 'long')
  return date.slice(0, 4) === today.slice(0, 4) ? text.replace(/ \d{4}$/, '') : text
}
