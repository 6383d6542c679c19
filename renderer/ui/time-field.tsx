import { Clock } from 'lucide-react'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import {
  ComboBox as AriaComboBox,
  Button,
  Group,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
} from 'react-aria-components'
import { words } from '../../shared/words/index.ts'
import { classNames } from './class-names.ts'
import { FieldHelp, FieldLabel, type FieldBasics } from './field.tsx'
import fieldStyles from './field.module.css'
import listStyles from './list-box.module.css'
import { readTime, shiftTime, timesBetween } from './read-time.ts'

export interface TimeFieldProps extends FieldBasics {
  /** `HH:MM`, 24 hours. */
  value: string | null
  onChange: (time: string | null) => void
  /** The list offers times from here … */
  first?: string
  /** … to here … */
  last?: string
  /** … this many minutes apart; Alt+↑ and Alt+↓ step by it too. */
  stepMinutes?: number
}

/**
 * A time of day, typed the way one likes (`9`, `930`, `2pm`) or chosen from a list. Alt+↑/↓ steps.
 *
 * @example
 * <TimeField label={words.booking.start} value={start} onChange={setStart} stepMinutes={15} />
 */
export function TimeField({
  label,
  isLabelHidden,
  description,
  error,
  isOptional = false,
  value,
  onChange,
  first = '06:00',
  last = '22:00',
  stepMinutes = 15,
  className,
  ...rest
}: TimeFieldProps): ReactNode {
  const [draft, setDraft] = useState<string | null>(null)
  const [wasLeft, setWasLeft] = useState(false)
  const text = draft ?? value ?? ''
  const isUnreadable = wasLeft && draft !== null && draft.trim() !== '' && readTime(draft) === null
  const refusal = error ?? (isUnreadable ? words.ui.timeUnreadable : undefined)
  const times = timesBetween(first, last, stepMinutes)
  const typed = draft === null ? '' : (readTime(draft) ?? draft)
  const shown = typed === '' ? times : times.filter((time) => time.startsWith(typed.slice(0, 2)))

  function type(next: string): void {
    if (next === text) return
    setDraft(next)
    setWasLeft(false)
    onChange(readTime(next))
  }

  function leave(): void {
    setWasLeft(true)
    if (draft !== null && (draft.trim() === '' || readTime(draft) !== null)) setDraft(null)
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && draft !== null && readTime(draft) !== null) setDraft(null)
    if (!event.altKey || value === null) return
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    event.stopPropagation()
    setDraft(null)
    onChange(shiftTime(value, event.key === 'ArrowUp' ? -stepMinutes : stepMinutes))
  }

  return (
    <AriaComboBox
      {...rest}
      items={shown.map((time) => ({ id: time }))}
      value={value}
      onChange={(key) => {
        if (typeof key !== 'string') return
        setDraft(null)
        onChange(key)
      }}
      inputValue={text}
      onInputChange={type}
      onBlur={leave}
      allowsCustomValue
      defaultFilter={() => true}
      menuTrigger="manual"
      isInvalid={refusal !== undefined}
      validationBehavior="aria"
      className={classNames(fieldStyles.field, className)}
    >
      <FieldLabel label={label} isHidden={isLabelHidden} isOptional={isOptional} />
      <Group
        className={fieldStyles.group ?? ''}
        isInvalid={refusal !== undefined}
        isDisabled={rest.isDisabled === true}
        onKeyDownCapture={onKeyDown}
      >
        <Input className={classNames(fieldStyles.bare, fieldStyles.tabular)} />
        <Button className={listStyles.openButton ?? ''}>
          <Clock className={listStyles.icon} aria-hidden />
        </Button>
      </Group>
      <FieldHelp description={description} error={refusal} />
      <Popover className={listStyles.popover ?? ''} offset={4}>
        <ListBox<{ id: string }> className={listStyles.list ?? ''}>
          {({ id }) => (
            <ListBoxItem
              id={id}
              textValue={id}
              className={classNames(listStyles.item, fieldStyles.tabular)}
            >
              {id}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}
