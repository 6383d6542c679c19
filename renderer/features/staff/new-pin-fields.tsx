import type { ReactNode } from 'react'
import { whyObvious } from '../../../shared/obvious-pin.ts'
import { words } from '../../../shared/words/index.ts'
import { PinField, pinMinLength } from '../../ui/pin-field.tsx'

export interface NewPinFieldsProps {
  pin: string
  pinAgain: string
  /** Whose it will be: it may not spell their name. */
  name: string
  /** Whether the form was sent once; before that nothing half typed is complained about. */
  isChecked: boolean
  onPin: (pin: string) => void
  onPinAgain: (pin: string) => void
}

/** A new PIN, twice because nobody sees it. One that is easy to guess is named as it is typed. */
export function NewPinFields({
  pin,
  pinAgain,
  name,
  isChecked,
  onPin,
  onPinAgain,
}: NewPinFieldsProps): ReactNode {
  const isShort = pin.length < pinMinLength
  const isObvious = !isShort && whyObvious(pin, name) !== null
  return (
    <>
      <PinField
        label={words.staff.pin}
        description={words.staff.pinHint}
        value={pin}
        onChange={onPin}
        error={
          isObvious
            ? words.staff.pinObvious
            : isChecked && isShort
              ? words.setup.needPin
              : undefined
        }
      />
      <PinField
        label={words.setup.pinAgain}
        value={pinAgain}
        onChange={onPinAgain}
        error={isChecked && !isShort && pin !== pinAgain ? words.setup.pinsDiffer : undefined}
      />
    </>
  )
}
