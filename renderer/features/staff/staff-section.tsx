import { UserPlus } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { StaffEntry } from '../../../shared/staff.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { pinMinLength } from '../../ui/pin-field.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SettingsCard } from '../settings/settings-card.tsx'
import { MemberDialog } from './member-dialog.tsx'
import { MemberRow } from './member-row.tsx'
import { MessagesDialog } from './messages-dialog.tsx'
import { PinDialog } from './pin-dialog.tsx'
import { RecoveryCard } from './recovery-card.tsx'
import styles from './staff-section.module.css'
import { useLeastDigits } from './use-least-digits.ts'

/** What is open over the list. */
type Open =
  | { readonly what: 'add' }
  | { readonly what: 'change' | 'pin' | 'messages'; readonly member: StaffEntry }

/** Who works here: for the manager. */
export function StaffSection(): ReactNode {
  const members = useQueryOf('staff.members', {})
  const [open, setOpen] = useState<Open | null>(null)
  const needsLong = useLeastDigits() > pinMinLength
  const say = words.staff
  const close = () => setOpen(null)
  if (members.data === undefined) {
    return members.failure ? (
      <ErrorState error={members.failure} onRetry={members.refetch} />
    ) : (
      <div role="status" aria-label={say.loading}>
        <Skeleton height={320} />
      </div>
    )
  }
  const active = members.data.filter((member) => member.active)
  const shortPins = needsLong ? active.filter(({ hasShortPin }) => hasShortPin) : []
  const left = members.data.filter((member) => !member.active)
  const rowsOf = (list: readonly StaffEntry[]) => (
    <ul className={styles.list}>
      {list.map((member, index) => (
        <MemberRow
          key={member.id}
          member={member}
          all={members.data!}
          position={index}
          count={list.length}
          onChange={() => setOpen({ what: 'change', member })}
          onPin={() => setOpen({ what: 'pin', member })}
          onMessages={() => setOpen({ what: 'messages', member })}
        />
      ))}
    </ul>
  )
  return (
    <>
      <SettingsCard
        title={say.activeTitle}
        hint={say.activeHint}
        action={
          <Button icon={UserPlus} onPress={() => setOpen({ what: 'add' })}>
            {say.add}
          </Button>
        }
      >
        {shortPins.length > 0 && (
          <p className={styles.shortPins}>
            {say.noKeyRing} {say.shortPins(shortPins.map(({ name }) => name))}
          </p>
        )}
        {rowsOf(active)}
      </SettingsCard>
      <RecoveryCard />
      {left.length > 0 && (
        <SettingsCard title={say.leftTitle} hint={say.leftHint}>
          {rowsOf(left)}
        </SettingsCard>
      )}
      {open?.what === 'add' && <MemberDialog member={null} list={active} onClose={close} />}
      {open?.what === 'change' && (
        <MemberDialog member={open.member} list={active} onClose={close} />
      )}
      {open?.what === 'messages' && <MessagesDialog member={open.member} onClose={close} />}
      {open?.what === 'pin' && <PinDialog member={open.member} onClose={close} />}
    </>
  )
}
