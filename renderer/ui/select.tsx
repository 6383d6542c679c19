import { Check, ChevronsUpDown } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Select as AriaSelect,
  Button,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components'
import { words } from '../../shared/words/index.ts'
import { classNames } from './class-names.ts'
import { FieldHelp, FieldLabel, type FieldBasics } from './field.tsx'
import fieldStyles from './field.module.css'
import listStyles from './list-box.module.css'
import styles from './select.module.css'

interface SelectOption<T extends string> {
  value: T
  label: string
  /** A second, quieter line, e.g. duration and price. */
  description?: string
  /** 1 to 8: draws a dot of that colour before the label. */
  hue?: number
  isDisabled?: boolean
}

export interface SelectProps<T extends string> extends FieldBasics {
  options: readonly SelectOption<T>[]
  value: T | null
  onChange: (value: T) => void
  placeholder?: string
}

/**
 * Chooses one of a short, known list. For long or searched lists use {@link ComboBox}.
 *
 * @example
 * <Select label={words.booking.trainer} options={trainers} value={trainerId} onChange={setTrainerId} />
 */
export function Select<T extends string>({
  label,
  isLabelHidden,
  description,
  error,
  isOptional = false,
  options,
  value,
  onChange,
  placeholder = words.ui.chooseOne,
  className,
  ...rest
}: SelectProps<T>): ReactNode {
  return (
    <AriaSelect
      {...rest}
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.value === key)
        if (chosen) onChange(chosen.value)
      }}
      placeholder={placeholder}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={classNames(fieldStyles.field, className)}
    >
      <FieldLabel label={label} isHidden={isLabelHidden} isOptional={isOptional} />
      <Button
        className={classNames(
          fieldStyles.control,
          styles.trigger,
          error !== undefined && styles.invalid,
        )}
      >
        <SelectValue className={styles.value ?? ''}>
          {({ defaultChildren, isPlaceholder }) => {
            const chosen = options.find((option) => option.value === value)
            if (isPlaceholder || !chosen)
              return <span className={styles.placeholder}>{defaultChildren}</span>
            return (
              <>
                {chosen.hue !== undefined && (
                  <span className={listStyles.swatch} data-hue={chosen.hue} />
                )}
                <span className={listStyles.label}>{chosen.label}</span>
              </>
            )
          }}
        </SelectValue>
        <ChevronsUpDown className={styles.chevron} aria-hidden />
      </Button>
      <FieldHelp description={description} error={error} />
      <Popover className={listStyles.popover ?? ''} offset={4}>
        <ListBox items={options} className={listStyles.list ?? ''}>
          {(option) => (
            <ListBoxItem
              id={option.value}
              textValue={option.label}
              isDisabled={option.isDisabled === true}
              className={listStyles.item ?? ''}
            >
              {option.hue !== undefined && (
                <span className={listStyles.swatch} data-hue={option.hue} />
              )}
              <span className={listStyles.text}>
                <span className={listStyles.label}>{option.label}</span>
                {option.description !== undefined && (
                  <span className={listStyles.description}>{option.description}</span>
                )}
              </span>
              <Check className={listStyles.check} aria-hidden />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
