import { ShieldX } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import type { ApprovalAction, ApprovalFacts } from '../../../shared/approvals.ts'
import type { StaffMember } from '../../../shared/staff.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { PinPad } from '../../ui/pin-pad.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './approval-dialog.module.css'
import { sayApproval } from './say-approval.ts'
import { usePinEntry } from './use-pin-entry.ts'

export interface ApprovalDialogProps {
  action: ApprovalAction
  /** Exactly what is approved, as main named it when it was refused. */
  subject: string
  /** The same in names and sums. */
  about: ApprovalFacts
  onApproved: (approvalId: string) => void
  onClose: () => void
}

/** A manager comes to the desk and enters their PIN for one action of whoever is signed in. */
export function ApprovalDialog({
  action,
  subject,
  about,
  onApproved,
  onClose,
}: ApprovalDialogProps): ReactNode {
  const { currency } = useSignedIn().studio
  const staff = useQueryOf('staff.list', {})
  const managers = staff.data?.filter(({ role }) => role === 'manager')
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={words.staff.approvalTitle}
      subtitle={words.staff.approvalFor[action]}
    >
      <DescriptionList items={sayApproval(action, about, currency)} />
      {staff.failure ? (
        <ErrorState error={staff.failure} onRetry={staff.refetch} />
      ) : managers === undefined ? null : managers.length === 0 ? (
        <EmptyState
          icon={ShieldX}
          title={words.staff.noManagerTitle}
          body={words.staff.noManagerBody}
        />
      ) : (
        <Entry managers={managers} action={action} subject={subject} onApproved={onApproved} />
      )}
    </Dialog>
  )
}

function Entry({
  managers,
  action,
  subject,
  onApproved,
}: {
  managers: readonly StaffMember[]
} & Pick<ApprovalDialogProps, 'action' | 'subject' | 'onApproved'>): ReactNode {
  const [managerId, setManagerId] = useState(managers[0]!.id)
  const approve = useCommand('staff.approve')
  const manager = managers.find(({ id }) => id === managerId) ?? managers[0]!
  const entry = usePinEntry(async (pin) => {
    const result = await approve.run({ staffId: manager.id, pin, action, subject })
    if (result.ok) onApproved(result.value.approvalId)
    return result
  })

  // Later than autoFocus would: a dialog below takes the focus back until this one has taken over.
  const { input } = entry
  useEffect(() => {
    const frame = requestAnimationFrame(() => input.current?.focus())
    return () => cancelAnimationFrame(frame)
  }, [input])

  return (
    <div className={styles.entry}>
      {managers.length > 1 ? (
        <Select
          label={words.staff.approvalManager}
          options={managers.map(({ id, name }) => ({ value: id, label: name }))}
          value={manager.id}
          onChange={(id) => {
            setManagerId(id)
            entry.reset()
          }}
          className={styles.manager ?? ''}
        />
      ) : (
        <p className={styles.name}>{words.signIn.pinOf(manager.name)}</p>
      )}
      <PinPad
        label={words.signIn.pinOf(manager.name)}
        value={entry.pin}
        onChange={entry.setPin}
        onSubmit={() => void entry.submit()}
        isPending={approve.isPending}
        isDisabled={entry.isWaiting}
        error={entry.complaint}
        errorCount={entry.refusals}
        inputRef={input}
      />
      <p className={styles.hint}>{words.staff.approvalHint}</p>
    </div>
  )
}
