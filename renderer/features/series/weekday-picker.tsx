import type { ReactNode } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { words } from '../../../shared/words/index.ts'
import fieldStyles from '../../ui/field.module.css'
import styles from './weekday-picker.module.css'

export interface WeekdayPickerProps {
  /** 1 is Monday. */
  value: readonly number[]
  onChange: (weekdays: number[]) => void
  error?: string | undefined
}

/** Chooses any of the seven weekdays. */
export function WeekdayPicker({ value, onChange, error }: WeekdayPickerProps): ReactNode {
  return (
    <div className={styles.field}>
      <span className={fieldStyles.label} aria-hidden>
        {words.series.weekdays}
      </span>
      <ToggleButtonGroup
        aria-label={words.series.weekdays}
        selectionMode="multiple"
        selectedKeys={value.map(String)}
        onSelectionChange={(keys) => onChange([...keys].map(Number).toSorted((a, b) => a - b))}
        className={styles.days ?? ''}
      >
        {words.series.weekdayShort.map((short, index) => (
          <ToggleButton key={short} id={String(index + 1)} className={styles.day ?? ''}>
            {short}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {error !== undefined && (
        <span role="alert" className={styles.error}>
          {error}
        </span>
      )}
    </div>
  )
}
