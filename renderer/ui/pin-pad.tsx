import { ArrowRight, Delete } from 'lucide-react'
import { useRef, type ReactNode, type RefObject } from 'react'
import { Button } from 'react-aria-components'
import { words } from '../../shared/words/index.ts'
import { classNames } from './class-names.ts'
import { onlyDigits, pinMaxLength, pinMinLength, typeDigit } from './pin-field.tsx'
import styles from './pin-pad.module.css'
import { Spinner } from './spinner.tsx'

export interface PinPadProps {
  /** Read aloud with the field, e.g. "PIN of Ana Ruiz". */
  label: string
  value: string
  onChange: (digits: string) => void
  onSubmit: () => void
  isPending?: boolean
  isDisabled?: boolean
  /** The refusal's sentence, under the dots. A new one shakes them gently. */
  error?: string | undefined
  /** Raise it with every refusal, so that the same sentence shakes again. */
  errorCount?: number
  autoFocus?: boolean
  /** The field, for a screen that sends digits to it from elsewhere. */
  inputRef?: RefObject<HTMLInputElement | null>
}

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/**
 * Enters a PIN with keys of 60px or with the keyboard: digits, Backspace, Enter. What is entered
 * shows as dots only.
 *
 * @example
 * <PinPad label={words.signIn.pinOf(name)} value={pin} onChange={setPin} onSubmit={signIn} error={refusal} />
 */
export function PinPad({
  label,
  value,
  onChange,
  onSubmit,
  isPending = false,
  isDisabled = false,
  error,
  errorCount = 0,
  autoFocus = false,
  inputRef,
}: PinPadProps): ReactNode {
  const ownRef = useRef<HTMLInputElement>(null)
  const input = inputRef ?? ownRef
  const canSubmit = value.length >= pinMinLength && !isPending && !isDisabled

  function press(next: string): void {
    onChange(onlyDigits(next))
    input.current?.focus()
  }

  return (
    <form
      className={styles.pad}
      onSubmit={(event) => {
        event.preventDefault()
        if (canSubmit) onSubmit()
      }}
    >
      <div
        className={classNames(
          styles.entry,
          error !== undefined && styles.refused,
          // Two names for one movement: changing the name starts it again, and the field keeps its focus.
          error !== undefined && (errorCount % 2 === 0 ? styles.shakeEven : styles.shakeOdd),
        )}
      >
        <input
          ref={input}
          autoFocus={autoFocus}
          type="password"
          inputMode="numeric"
          autoComplete="off"
          aria-label={label}
          aria-invalid={error !== undefined}
          aria-describedby="pin-refusal"
          maxLength={pinMaxLength}
          disabled={isDisabled}
          value={value}
          onKeyDown={typeDigit}
          onChange={(event) => onChange(onlyDigits(event.target.value))}
          className={styles.input}
        />
        <span className={styles.dots} aria-hidden>
          {Array.from({ length: Math.max(pinMinLength, value.length) }, (_, index) => (
            <span
              key={index}
              className={classNames(styles.dot, index < value.length && styles.filled)}
            />
          ))}
        </span>
      </div>
      <p id="pin-refusal" role="alert" className={styles.error}>
        {error}
      </p>
      <div className={styles.keys}>
        {digits.map((digit) => (
          <PadKey
            key={digit}
            label={words.ui.pinDigit(digit)}
            isDisabled={isDisabled}
            onPress={() => press(value + digit)}
          >
            {digit}
          </PadKey>
        ))}
        <PadKey
          label={words.ui.pinErase}
          isQuiet
          isDisabled={isDisabled || value === ''}
          onPress={() => press(value.slice(0, -1))}
        >
          <Delete className={styles.icon} aria-hidden />
        </PadKey>
        <PadKey
          label={words.ui.pinDigit('0')}
          isDisabled={isDisabled}
          onPress={() => press(`${value}0`)}
        >
          0
        </PadKey>
        <Button
          type="submit"
          aria-label={words.ui.pinSubmit}
          isDisabled={!canSubmit && !isPending}
          isPending={isPending}
          className={classNames(styles.key, styles.submit)}
        >
          {isPending ? (
            <Spinner label={words.ui.working} size="sm" />
          ) : (
            <ArrowRight className={styles.icon} aria-hidden />
          )}
        </Button>
      </div>
    </form>
  )
}

function PadKey({
  label,
  isQuiet = false,
  isDisabled,
  onPress,
  children,
}: {
  label: string
  isQuiet?: boolean
  isDisabled: boolean
  onPress: () => void
  children: ReactNode
}): ReactNode {
  return (
    <Button
      aria-label={label}
      // The field keeps the keyboard: digits are typed there, so the keys need no tab stops.
      excludeFromTabOrder
      preventFocusOnPress
      isDisabled={isDisabled}
      onPress={onPress}
      className={classNames(styles.key, isQuiet && styles.quiet)}
    >
      {children}
    </Button>
  )
}
