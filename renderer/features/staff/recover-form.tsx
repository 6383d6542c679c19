import { useQueryClient } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { recoveryCodeSchema } from '../../../shared/recovery-code.ts'
import type { StaffMember } from '../../../shared/staff.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useEscape } from '../../ui/use-escape.ts'
import { NewPinFields } from './new-pin-fields.tsx'
import styles from './recover-form.module.css'
import { StaffPicker } from './staff-picker.tsx'
import { useLeastDigits } from './use-least-digits.ts'

/**
 * A manager comes in by the recovery code, with a new PIN: for when nobody can sign in. In the place of
 * the names, as nothing may lie over the screen of a locked window.
 */
export function RecoverForm({
  staff,
  onBack,
}: {
  staff: readonly StaffMember[]
  onBack: () => void
}): ReactNode {
  const managers = staff.filter(({ role }) => role === 'manager')
  const client = useQueryClient()
  const recover = useCommand('staff.recover')
  const [code, setCode] = useState('')
  const [staffId, setStaffId] = useState(managers[0]?.id ?? null)
  const leastDigits = useLeastDigits()
  const [pin, setPin] = useState('')
  const [pinAgain, setPinAgain] = useState('')
  const [isChecked, setChecked] = useState(false)
  const say = words.signIn
  const isCode = recoveryCodeSchema.safeParse(code).success
  const name = managers.find(({ id }) => id === staffId)?.name ?? ''
  useEscape(onBack)

  async function submit(): Promise<void> {
    setChecked(true)
    if (!isCode || staffId === null || pin.length < leastDigits || pin !== pinAgain) return
    const result = await recover.run({ code, staffId, pin })
    if (result.ok) client.setQueryData(['staff.session', {}], result.value)
  }

  return (
    <form
      noValidate
      aria-label={say.recoverTitle}
      className={styles.card}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <header>
        <h1 className={styles.title}>{say.recoverTitle}</h1>
        <p className={styles.hint}>{say.recoverHint}</p>
      </header>
      <TextField
        label={say.code}
        description={say.codeHint}
        value={code}
        onChange={(next) => {
          setCode(next)
          recover.clear()
        }}
        error={isChecked && !isCode ? say.needCode : undefined}
        maxLength={60}
        autoFocus
      />
      {managers.length > 1 && (
        <StaffPicker
          staff={managers}
          pins={new Map()}
          selectedId={staffId}
          onSelect={setStaffId}
          onConfirm={() => {}}
        />
      )}
      <NewPinFields
        pin={pin}
        pinAgain={pinAgain}
        name={name}
        isChecked={isChecked}
        onPin={setPin}
        onPinAgain={setPinAgain}
      />
      <FormError error={recover.failure} />
      <footer className={styles.footer}>
        <Button variant="ghost" icon={ArrowLeft} onPress={onBack}>
          {words.setup.back}
        </Button>
        <Button variant="primary" type="submit" isPending={recover.isPending}>
          {say.setPin}
        </Button>
      </footer>
    </form>
  )
}
