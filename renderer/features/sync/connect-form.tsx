import { useState, type ReactNode } from 'react'
import type { SyncStatus } from '../../../shared/sync.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './sync-section.module.css'

/**
 * Connects this computer with a pairing code.
 *
 * @param endpointUrl of the endpoint it was connected to before, which cannot be changed then
 */
export function ConnectForm({
  status,
  endpointUrl = null,
}: {
  status: Pick<SyncStatus, 'pairing' | 'hasKeyStore'>
  endpointUrl?: string | null
}): ReactNode {
  const [address, setAddress] = useState(endpointUrl ?? '')
  const [code, setCode] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const pair = useCommand('sync.pair')
  const isRunning = status.pairing?.state === 'running'
  const problem =
    status.pairing?.state === 'failed' ? words.sync.pairingProblems[status.pairing.problem] : null

  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void pair.run({
          endpointUrl: address.trim(),
          code,
          ...(!status.hasKeyStore && passphrase !== '' && { passphrase }),
        })
      }}
    >
      {endpointUrl === null && (
        <TextField
          label={words.sync.endpoint}
          value={address}
          onChange={(next) => {
            setAddress(next)
            pair.clear()
          }}
          placeholder={words.sync.endpointExample}
          maxLength={300}
        />
      )}
      <TextField
        label={words.sync.code}
        description={words.sync.codeHint}
        value={code}
        onChange={(next) => {
          setCode(next)
          pair.clear()
        }}
        error={problem ?? undefined}
        maxLength={32}
      />
      {!status.hasKeyStore && (
        <TextField
          label={words.sync.passphrase}
          description={words.sync.passphraseHint}
          type="password"
          value={passphrase}
          onChange={(next) => {
            setPassphrase(next)
            pair.clear()
          }}
          maxLength={200}
        />
      )}
      <FormError error={pair.failure} />
      <Button
        variant="primary"
        type="submit"
        isPending={pair.isPending || isRunning}
        isDisabled={address.trim() === '' || code.trim() === ''}
      >
        {endpointUrl === null ? words.sync.connect : words.sync.connectAgain}
      </Button>
    </form>
  )
}
