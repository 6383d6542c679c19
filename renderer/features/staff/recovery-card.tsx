import { LifeBuoy } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Button } from '../../ui/button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { SettingsCard } from '../settings/settings-card.tsx'
import { RecoveryPaper } from './recovery-paper.tsx'
import styles from './staff-section.module.css'

/** Whether there is a way back when nobody can sign in, and a new one. */
export function RecoveryCard(): ReactNode {
  const { studio } = useSignedIn()
  const recovery = useQueryOf('staff.recovery', {})
  const make = useCommand('staff.makeRecoveryCode')
  const [code, setCode] = useState<string | null>(null)
  const say = words.staff
  const hasCode = recovery.data?.hasCode === true

  async function makeCode(): Promise<void> {
    const made = await make.run({})
    if (made.ok) setCode(made.value.code)
  }

  return (
    <SettingsCard
      title={say.recoveryTitle}
      hint={say.recoveryHint}
      action={
        <Button icon={LifeBuoy} isPending={make.isPending} onPress={() => void makeCode()}>
          {hasCode ? say.makeNewCode : say.makeCode}
        </Button>
      }
    >
      <p className={styles.note}>{hasCode ? say.recoveryThere : say.recoveryMissing}</p>
      <FormError error={make.failure} />
      {code !== null && (
        <RecoveryPaper code={code} studioName={studio.name} onClose={() => setCode(null)} />
      )}
    </SettingsCard>
  )
}
