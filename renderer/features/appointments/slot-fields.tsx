import { useState, type ReactNode } from 'react'
import type { Trainer } from '../../../shared/catalog.ts'
import {
  instantAt,
  minutesBetween,
  type LocalDate,
  type LocalDateTime,
} from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { DatePicker } from '../../ui/date-picker.tsx'
import { Select } from '../../ui/select.tsx'
import { TimeField } from '../../ui/time-field.tsx'
import { sayDuration } from './say-duration.ts'
import { localEndOf, spanOf, type SlotDraft } from './slot-draft.ts'
import styles from './slot-fields.module.css'

export interface SlotFieldsProps {
  draft: SlotDraft
  onDraft: (draft: SlotDraft) => void
  /** False while a field holds something that is no time, or an end before the start. */
  onValid: (isValid: boolean) => void
  trainers: readonly Trainer[]
  timeZone: string
  today: LocalDate
  /** The start takes the focus, when nothing above it does. */
  autoFocus?: boolean
}

/** Who, on which day, from when to when. Shared by booking and rescheduling. */
export function SlotFields({
  draft,
  onDraft,
  onValid,
  trainers,
  timeZone,
  today,
  autoFocus = false,
}: SlotFieldsProps): ReactNode {
  const [problems, setProblems] = useState<{ start?: string; end?: string }>({})
  // An end that cannot be is kept as typed; any other follows from start and length.
  const [wrongEnd, setWrongEnd] = useState<string | null>(null)
  const end = wrongEnd ?? localEndOf(draft, timeZone)?.slice(11) ?? null

  function report(next: { start?: string; end?: string }): void {
    setProblems(next)
    onValid(next.start === undefined && next.end === undefined)
  }

  function changeStart(time: string | null): void {
    setWrongEnd(null)
    if (time === null) {
      report({ start: words.booking.chooseTime })
      return
    }
    report({})
    onDraft({ ...draft, time })
  }

  function changeEnd(time: string | null): void {
    if (time === null) {
      setWrongEnd(null)
      report({ end: words.booking.chooseTime })
      return
    }
    const start = spanOf(draft, timeZone)?.start
    const until = instantAt(`${draft.date}T${time}` as LocalDateTime, timeZone)
    const durationMinutes = start && until ? minutesBetween(start, until) : 0
    if (durationMinutes <= 0) {
      setWrongEnd(time)
      report({ end: words.booking.endAfterStart })
      return
    }
    setWrongEnd(null)
    report({})
    onDraft({ ...draft, durationMinutes })
  }

  return (
    <div className={styles.fields}>
      <Select
        label={words.booking.trainer}
        options={trainers.map(({ id, name, hue }) => ({ value: id, label: name, hue }))}
        value={draft.trainerId}
        onChange={(trainerId) => onDraft({ ...draft, trainerId })}
      />
      <DatePicker
        label={words.booking.date}
        value={draft.date}
        today={today}
        // The picker answers with the ISO date of a day it drew.
        onChange={(date) => onDraft({ ...draft, date: date as LocalDate })}
      />
      <TimeField
        label={words.booking.start}
        autoFocus={autoFocus}
        value={draft.time}
        onChange={changeStart}
        error={problems.start}
      />
      <TimeField
        label={words.booking.end}
        value={end}
        onChange={changeEnd}
        error={problems.end}
        description={problems.end === undefined ? sayDuration(draft.durationMinutes) : undefined}
      />
    </div>
  )
}
