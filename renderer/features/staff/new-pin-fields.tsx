import type { ReactNode } from 'react'
import { whyObvious } from '../../../shared/obvious-pin.ts'
import { words } from '../../../shared/words/index.ts'
import { PinField } from '../../ui/pin-field.tsx'
import { KeyRingNote } from './key-ring-note.tsx'
import { useLeastDigits } from './use-least-digits.ts'

export interface NewPinFieldsProps {
  pin: string
  pinAgain: string
  /** Whose it will be: it may not spell their name. */
  name: string
  /** Whether the form was sent once; before that nothing half typed is complained about. */
  isChecked: boolean
  onPin: (pin: string) => void
  onPinAgain: (pin: string) => void
  autoFocus?: boolean
}

/** A new PIN, twice because nobody sees it. One that is easy to guess is named as it is typed. */
export function NewPinFields({
  pin,
  pinAgain,
  name,
  isChecked,
  onPin,
  onPinAgain,
  autoFocus = false,
}: NewPinFieldsProps): ReactNode {
  const leastDigits = useLeastDigits()
  const isShort = pin.length < leastDigits
  const isObvious = !isShort && whyObvious(pin, name) !== null
  return (
    <>
      <PinField
        label={words.staff.pin}
        description={words.staff.pinHint(leastDigits)}
        value={pin}
        autoFocus={autoFocus}
        onChange={onPin}
        error={
          isObvious
            ? words.staff.pinObvious
            : isChecked && isShort
              ? words.setup.needPin(leastDigits)
              : undefined
        }
      />
      <PinField
        label={words.setup.pinAgain}
        value={pinAgain}
        onChange={onPinAgain}
        error={isChecked && !isShort && pin !== pinAgain ? words.setup.pinsDiffer : undefined}
      />
      <KeyRingNote />
    </>
  )
}
