import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Radio, RadioGroup } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { FieldHelp, FieldLabel, type FieldBasics } from './field.tsx'
import fieldStyles from './field.module.css'
import styles from './segmented-control.module.css'

export interface Segment<T extends string> {
  value: T
  label: string
  icon?: LucideIcon
  isDisabled?: boolean
}

export interface SegmentedControlProps<T extends string> extends FieldBasics {
  segments: readonly Segment<T>[]
  value: T
  onChange: (value: T) => void
  isFullWidth?: boolean
  /** Only icons are drawn; the labels are still read aloud. */
  isIconOnly?: boolean
}

/**
 * Chooses one of two to five, all visible. A radio group to the keyboard and to screen readers.
 *
 * @example
 * <SegmentedControl label={words.payment.method} segments={methods} value={method} onChange={setMethod} />
 */
export function SegmentedControl<T extends string>({
  label,
  isLabelHidden,
  description,
  error,
  isOptional = false,
  segments,
  value,
  onChange,
  isFullWidth = false,
  isIconOnly = false,
  className,
  autoFocus: _autoFocus,
  ...rest
}: SegmentedControlProps<T>): ReactNode {
  return (
    <RadioGroup
      {...rest}
      value={value}
      onChange={(next) => {
        const chosen = segments.find((segment) => segment.value === next)
        if (chosen) onChange(chosen.value)
      }}
      orientation="horizontal"
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={classNames(fieldStyles.field, className)}
    >
      <FieldLabel label={label} isHidden={isLabelHidden} isOptional={isOptional} />
      <div className={classNames(styles.track, isFullWidth && styles.fullWidth)}>
        {segments.map(({ value: segment, label: text, icon: Icon, isDisabled }) => (
          <Radio
            key={segment}
            value={segment}
            isDisabled={isDisabled === true}
            className={classNames(styles.segment, isIconOnly && styles.iconOnly)}
            {...(isIconOnly && { 'aria-label': text })}
          >
            {Icon && <Icon className={styles.icon} aria-hidden />}
            {!isIconOnly && text}
          </Radio>
        ))}
      </div>
      <FieldHelp description={description} error={error} />
    </RadioGroup>
  )
}
