import { useState, type ReactNode } from 'react'
import { asciiAddress } from '../../../shared/email-address.ts'
import type { Versioned } from '../../../shared/expected-version.ts'
import type { StaffMember } from '../../../shared/staff.ts'
import type { StaffMessages } from '../../../shared/staff-messages.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf, useUndo } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { useOpened } from '../../app/use-opened.ts'
import { BothVersions } from '../../ui/both-versions.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import styles from './staff-section.module.css'

const formId = 'staff-messages-form'
const kinds = ['booked', 'moved', 'cancelled'] as const

/** Where somebody is written to, and of what: by a manager, or by themselves. */
export function MessagesDialog({
  member,
  onClose,
}: {
  member: StaffMember
  onClose: () => void
}): ReactNode {
  const { session } = useSignedIn()
  const saved = useQueryOf('staff.messages', { staffId: member.id })
  const save = useCommand('staff.saveMessages')
  const say = words.staff
  const isOwn = session.id === member.id
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={isOwn ? say.ownMessagesTitle : say.messagesTitle(member.name)}
      footer={
        <>
          <Button closes>{words.ui.close}</Button>
          <Button variant="primary" type="submit" form={formId} isPending={save.isPending}>
            {say.saveMessages}
          </Button>
        </>
      }
    >
      {saved.data !== undefined ? (
        <Fields member={member} isOwn={isOwn} saved={saved.data} save={save} onClose={onClose} />
      ) : saved.failure ? (
        <ErrorState error={saved.failure} onRetry={saved.refetch} />
      ) : (
        <div aria-busy>
          <Skeleton height={280} />
        </div>
      )}
    </Dialog>
  )
}

function Fields({
  member,
  isOwn,
  saved,
  save,
  onClose,
}: {
  member: StaffMember
  isOwn: boolean
  saved: StaffMessages & Versioned
  save: ReturnType<typeof useCommand<'staff.saveMessages'>>
  onClose: () => void
}): ReactNode {
  const toasts = useToasts()
  const undo = useUndo()
  const [email, setEmail] = useState(saved.email ?? '')
  const [hears, setHears] = useState(saved)
  const [within, setWithin] = useState(hoursText(saved))
  const [isChecked, setChecked] = useState(false)
  const { opened, catchUp } = useOpened(saved)
  const say = words.staff
  const address = email.trim()
  const isAddressWrong = address !== '' && asciiAddress(address) === null
  const hours = readHours(within)

  async function submit(): Promise<void> {
    setChecked(true)
    if (isAddressWrong || hours === undefined) return
    const { booked, moved, cancelled } = hears
    const result = await save.run({
      staffId: member.id,
      email: address === '' ? null : address,
      booked,
      moved,
      cancelled,
      withinHours: hours,
      expectedVersion: opened.version,
    })
    if (!result.ok) return
    onClose()
    const reverse = result.value.undo
    toasts.show({
      tone: 'success',
      title: say.messagesSaved,
      action: { label: words.ui.undo, onPress: () => void undo(reverse) },
    })
  }

  return (
    <form
      id={formId}
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {member.trainerId === null && <p className={styles.note}>{say.noColumnHint}</p>}
      <TextField
        autoFocus
        label={say.address}
        description={say.addressHint}
        inputMode="email"
        value={email}
        maxLength={254}
        onChange={(next) => {
          setEmail(next)
          save.clear()
        }}
        error={isChecked && isAddressWrong ? say.addressWrong : undefined}
      />
      <div role="group" aria-labelledby="staff-hears" className={styles.form}>
        <p id="staff-hears">{isOwn ? say.ownHear : say.hear}</p>
        {kinds.map((kind) => (
          <Checkbox
            key={kind}
            isSelected={hears[kind]}
            onChange={(isSelected) => {
              setHears((before) => ({ ...before, [kind]: isSelected }))
              save.clear()
            }}
          >
            {say.hears[kind]}
          </Checkbox>
        ))}
      </div>
      <TextField
        label={say.within}
        description={say.withinHint}
        inputMode="numeric"
        suffix={say.withinUnit}
        value={within}
        maxLength={4}
        onChange={(next) => {
          setWithin(next)
          save.clear()
        }}
        error={isChecked && hours === undefined ? say.withinWrong : undefined}
      />
      <p className={styles.note}>{say.messagesHint}</p>
      <FormError error={save.failure} />
      <BothVersions
        failure={save.failure}
        fields={[
          { label: say.address, mine: address, theirs: saved.email ?? '' },
          ...kinds.map((kind) => ({
            label: say.hears[kind],
            mine: hears[kind] ? words.ui.yes : words.ui.no,
            theirs: saved[kind] ? words.ui.yes : words.ui.no,
          })),
          { label: say.within, mine: within, theirs: hoursText(saved) },
        ]}
        onKeepMine={() => {
          catchUp()
          save.clear()
        }}
        onTakeTheirs={() => {
          catchUp()
          setEmail(saved.email ?? '')
          setHears(saved)
          setWithin(hoursText(saved))
          save.clear()
        }}
      />
    </form>
  )
}

/** Empty: however far ahead. */
function hoursText({ withinHours }: StaffMessages): string {
  return withinHours === null ? '' : String(withinHours)
}

/** Null: however far ahead. Undefined: that is no number of hours. */
function readHours(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const hours = /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0
  return hours >= 1 && hours <= 365 * 24 ? hours : undefined
}
