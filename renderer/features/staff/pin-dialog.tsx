import { useState, type ReactNode } from 'react'
import type { StaffEntry } from '../../../shared/staff.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { NewPinFields } from './new-pin-fields.tsx'
import styles from './staff-section.module.css'
import { useLeastDigits } from './use-least-digits.ts'

/** A new PIN for a person who forgot theirs, or whose PIN somebody else knows. */
export function PinDialog({
  member,
  onClose,
}: {
  member: StaffEntry
  onClose: () => void
}): ReactNode {
  const { session } = useSignedIn()
  const setNewPin = useCommand('staff.setPin')
  const toasts = useToasts()
  const leastDigits = useLeastDigits()
  const [pin, setPin] = useState('')
  const [pinAgain, setPinAgain] = useState('')
  const [isChecked, setChecked] = useState(false)
  const say = words.staff

  async function submit(): Promise<void> {
    setChecked(true)
    if (pin.length < leastDigits || pin !== pinAgain) return
    const result = await setNewPin.run({ staffId: member.id, pin })
    if (!result.ok) return
    onClose()
    toasts.show({ tone: 'success', title: say.pinSet(member.name) })
  }

  return (
    <FormDialog
      onClose={onClose}
      size="sm"
      title={say.pinTitle(member.name)}
      action={say.confirmPin}
      isPending={setNewPin.isPending}
      onSubmit={submit}
    >
      <NewPinFields
        pin={pin}
        pinAgain={pinAgain}
        name={member.name}
        isChecked={isChecked}
        onPin={(next) => {
          setPin(next)
          setNewPin.clear()
        }}
        onPinAgain={setPinAgain}
      />
      <p className={styles.note}>
        {member.id === session.id ? say.pinOwnConsequence : say.pinConsequence(member.name)}
      </p>
      <FormError error={setNewPin.failure} />
    </FormDialog>
  )
}
