import { useState, type ReactNode } from 'react'
import type { StaffMember } from '../../../shared/staff.ts'
import type { Failure } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import styles from './longer-pin-form.module.css'
import { NewPinFields } from './new-pin-fields.tsx'
import { useLeastDigits } from './use-least-digits.ts'

export interface LongerPinFormProps {
  person: StaffMember
  failure: Failure | null
  isPending: boolean
  /** Signs in with another PIN from now on. */
  onChoose: (newPin: string) => void
  /** Signs in as before; asked again at the next sign-in. */
  onLater: () => void
}

/**
 * Asks whoever has entered a short PIN for a longer one, where the computer has no key ring. In the place
 * of the keys, and never in the way: somebody may be waiting at the desk.
 */
export function LongerPinForm({
  person,
  failure,
  isPending,
  onChoose,
  onLater,
}: LongerPinFormProps): ReactNode {
  const leastDigits = useLeastDigits()
  const [pin, setPin] = useState('')
  const [pinAgain, setPinAgain] = useState('')
  const [isChecked, setChecked] = useState(false)
  const say = words.signIn
  return (
    <form
      noValidate
      aria-label={say.longerForm(person.name)}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        setChecked(true)
        if (pin.length >= leastDigits && pin === pinAgain) onChoose(pin)
      }}
    >
      <h2 className={styles.title}>{say.longerTitle}</h2>
      <NewPinFields
        pin={pin}
        pinAgain={pinAgain}
        name={person.name}
        isChecked={isChecked}
        onPin={setPin}
        onPinAgain={setPinAgain}
        autoFocus
      />
      <FormError error={failure} />
      <footer className={styles.footer}>
        <Button variant="primary" type="submit" isPending={isPending}>
          {say.setPin}
        </Button>
        <Button variant="ghost" isDisabled={isPending} onPress={onLater}>
          {say.later}
        </Button>
      </footer>
    </form>
  )
}
