import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Temporal } from 'temporal-polyfill'
import { words } from '../../shared/words/index.ts'
import { Button } from './button.tsx'
import styles from './calendar.module.css'
import { classNames } from './class-names.ts'
import { formatDate } from './format-date.ts'
import { IconButton } from './icon-button.tsx'
import { dayAfterKey, weeksOfMonth } from './month-grid.ts'
import { letterOf } from './pressed-key.ts'

export interface CalendarProps {
  /** Read aloud: what the day is for. */
  label: string
  /** An ISO date, `2026-11-23`; null when nothing is chosen. */
  value: string | null
  onChange: (date: string) => void
  /** The studio's today, which need not be the computer's. */
  today: string
  min?: string
  max?: string
  /** Puts the focus on the chosen day at once, as in a popover. */
  autoFocus?: boolean
}

/**
 * One month to pick a day from. Arrows move by day and week, Home and End within the week,
 * PgUp and PgDn by month, with Shift by year, T goes to today.
 *
 * @example
 * <Calendar label={words.day.goTo} value={date} onChange={go} today={today} autoFocus />
 */
export function Calendar({
  label,
  value,
  onChange,
  today,
  min,
  max,
  autoFocus = false,
}: CalendarProps): ReactNode {
  const [cursor, setCursor] = useState(value ?? today)
  const grid = useRef<HTMLTableElement>(null)
  const hasFocus = useRef(autoFocus)

  useEffect(() => {
    if (hasFocus.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }, [cursor])

  const isAllowed = (date: string): boolean =>
    (min === undefined || date >= min) && (max === undefined || date <= max)

  function move(months: number): void {
    hasFocus.current = false
    setCursor(Temporal.PlainDate.from(cursor).add({ months }).toString())
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (letterOf(event) === 't' && isAllowed(today)) {
      event.preventDefault()
      event.stopPropagation()
      onChange(today)
      return
    }
    const next = dayAfterKey(cursor, event.key, event.shiftKey)
    if (next === null) return
    event.preventDefault()
    event.stopPropagation()
    hasFocus.current = true
    setCursor(next)
  }

  const weeks = weeksOfMonth(cursor)
  return (
    <div className={styles.calendar}>
      <div className={styles.top}>
        <h3 aria-live="polite" className={styles.month}>
          {formatDate(cursor, 'month')}
        </h3>
        <IconButton
          icon={ChevronLeft}
          label={words.ui.previousMonth}
          shortcut="PgUp"
          onPress={() => move(-1)}
        />
        <IconButton
          icon={ChevronRight}
          label={words.ui.nextMonth}
          shortcut="PgDn"
          onPress={() => move(1)}
        />
      </div>
      <table
        ref={grid}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- a grid of days is a table
        role="grid"
        aria-label={label}
        className={styles.grid}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            {weeks[0]?.map((date) => (
              <th
                key={date}
                scope="col"
                abbr={formatDate(date, 'long').split(' ')[0]}
                className={styles.weekday}
              >
                {formatDate(date, 'weekday').slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((date) => (
                <td key={date} aria-selected={date === value} className={styles.cell}>
                  <button
                    type="button"
                    tabIndex={date === cursor ? 0 : -1}
                    disabled={!isAllowed(date)}
                    aria-label={formatDate(date, 'long')}
                    aria-current={date === today ? 'date' : undefined}
                    onClick={() => {
                      setCursor(date)
                      onChange(date)
                    }}
                    className={classNames(
                      styles.day,
                      date.slice(0, 7) !== cursor.slice(0, 7) && styles.outside,
                      date === today && styles.today,
                      date === value && styles.selected,
                    )}
                  >
                    {Number(date.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Button
        variant="ghost"
        isFullWidth
        isDisabled={!isAllowed(today)}
        onPress={() => onChange(today)}
        shortcut="T"
      >
        {words.ui.today}
      </Button>
    </div>
  )
}
