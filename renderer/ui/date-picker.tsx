import { CalendarDays } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { words } from '../../shared/words/index.ts'
import { Calendar } from './calendar.tsx'
import { classNames } from './class-names.ts'
import type { FieldBasics } from './field.tsx'
import fieldStyles from './field.module.css'
import styles from './date-picker.module.css'
import { formatDate } from './format-date.ts'
import listStyles from './list-box.module.css'
import popoverStyles from './popover.module.css'

export interface DatePickerProps extends FieldBasics {
  /** An ISO date, `2026-11-23`. */
  value: string | null
  onChange: (date: string) => void
  /** The studio's today. */
  today: string
  min?: string
  max?: string
}

/**
 * A calendar day on a form. ISO dates in and out, no time and no zone anywhere.
 *
 * @example
 * <DatePicker label={words.booking.date} value={date} onChange={setDate} today={today} />
 */
export function DatePicker({
  label,
  isLabelHidden = false,
  description,
  error,
  isDisabled = false,
  value,
  onChange,
  today,
  min,
  max,
  className,
}: DatePickerProps): ReactNode {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <div className={classNames(fieldStyles.field, className)}>
      <span id={`${id}-label`} className={isLabelHidden ? fieldStyles.hidden : fieldStyles.label}>
        {label}
      </span>
      <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
        <Button
          id={`${id}-button`}
          aria-labelledby={`${id}-label ${id}-button`}
          aria-describedby={`${id}-help`}
          isDisabled={isDisabled}
          className={classNames(
            fieldStyles.control,
            styles.trigger,
            error !== undefined && styles.invalid,
          )}
        >
          <span className={value === null ? styles.placeholder : styles.date}>
            {value === null ? words.ui.chooseDate : formatDate(value, 'medium')}
          </span>
          <CalendarDays className={listStyles.icon} aria-hidden />
        </Button>
        <Popover
          className={classNames(listStyles.popover, popoverStyles.bubble)}
          placement="bottom start"
          offset={4}
        >
          <Dialog aria-label={label} className={popoverStyles.dialog ?? ''}>
            <Calendar
              label={label}
              value={value}
              today={today}
              {...(min !== undefined && { min })}
              {...(max !== undefined && { max })}
              autoFocus
              onChange={(date) => {
                setOpen(false)
                onChange(date)
              }}
            />
          </Dialog>
        </Popover>
      </DialogTrigger>
      <span
        id={`${id}-help`}
        className={error === undefined ? fieldStyles.description : fieldStyles.error}
      >
        {error ?? description}
      </span>
    </div>
  )
}
