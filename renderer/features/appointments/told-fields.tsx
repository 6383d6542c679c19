import type { ReactNode } from 'react'
import type { LocalDate, LocalDateTime } from '../../../shared/time.ts'
import { toldReasonSchema } from '../../../shared/waiver.ts'
import { words } from '../../../shared/words/index.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { DatePicker } from '../../ui/date-picker.tsx'
import { Select } from '../../ui/select.tsx'
import { TimeField } from '../../ui/time-field.tsx'
import styles from './outcome-dialog.module.css'

/** "The client told us at …", while it is being entered. */
export interface ToldDraft {
  readonly date: LocalDate
  /** Null while what was typed is no time. */
  readonly time: string | null
  readonly reason: (typeof toldReasonSchema.options)[number]
}

/** The wall time of a draft; undefined while there is none. */
export function toldAtOf(told: ToldDraft | null): LocalDateTime | undefined {
  return told?.time ? (`${told.date}T${told.time}` as LocalDateTime) : undefined
}

export interface ToldFieldsProps {
  /** Null: now counts. */
  value: ToldDraft | null
  onChange: (told: ToldDraft | null) => void
  /** What the studio's wall clock shows. */
  nowLocal: LocalDateTime
}

/** When the client really told the studio, and how that is known. */
export function ToldFields({ value, onChange, nowLocal }: ToldFieldsProps): ReactNode {
  const { outcome } = words
  const today = nowLocal.slice(0, 10) as LocalDate
  return (
    <>
      <Checkbox
        isSelected={value !== null}
        onChange={(isEarlier) =>
          onChange(
            isEarlier ? { date: today, time: nowLocal.slice(11), reason: 'voicemail' } : null,
          )
        }
        description={outcome.toldHelp}
      >
        {outcome.told}
      </Checkbox>
      {value && (
        <>
          <div className={styles.pair}>
            <DatePicker
              label={outcome.toldDate}
              value={value.date}
              today={today}
              max={today}
              onChange={(date) => onChange({ ...value, date: date as LocalDate })}
            />
            <TimeField
              label={outcome.toldTime}
              value={value.time}
              first="00:00"
              last="23:45"
              onChange={(time) => onChange({ ...value, time })}
              error={value.time === null ? words.booking.chooseTime : undefined}
            />
          </div>
          <Select
            label={outcome.toldReason}
            options={toldReasonSchema.options.map((reason) => ({
              value: reason,
              label: outcome.toldReasons[reason],
            }))}
            value={value.reason}
            onChange={(reason) => onChange({ ...value, reason })}
          />
        </>
      )}
    </>
  )
}
