import { useState, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './sync-section.module.css'

/** Asks for the passphrase that seals the token, where there is no key store. */
export function UnlockForm(): ReactNode {
  const [passphrase, setPassphrase] = useState('')
  const unlock = useCommand('sync.unlock')
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (passphrase !== '') void unlock.run({ passphrase })
      }}
    >
      <TextField
        label={words.sync.passphrase}
        type="password"
        value={passphrase}
        onChange={(next) => {
          setPassphrase(next)
          unlock.clear()
        }}
        maxLength={200}
      />
      <FormError error={unlock.failure} />
      <Button
        variant="primary"
        type="submit"
        isPending={unlock.isPending}
        isDisabled={passphrase === ''}
      >
        {words.sync.unlock}
      </Button>
    </form>
  )
}
