import {
  ArrowDown,
  ArrowUp,
  Ellipsis,
  KeyRound,
  Mail,
  Pencil,
  UserCheck,
  UserMinus,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { Undo } from '../../../shared/contract.ts'
import type { Result } from '../../../shared/result.ts'
import type { StaffEntry } from '../../../shared/staff.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf, useUndo } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { staffHues } from '../../app/staff-hues.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { useToasts } from '../../ui/toast.tsx'
import styles from './staff-section.module.css'

export interface MemberRowProps {
  member: StaffEntry
  /** The whole list, for the colours. */
  all: readonly StaffEntry[]
  position: number
  /** How many are on the list. */
  count: number
  onChange: () => void
  onPin: () => void
  onMessages: () => void
}

/** One person, and what can be done about them. */
export function MemberRow({
  member,
  all,
  position,
  count,
  onChange,
  onPin,
  onMessages,
}: MemberRowProps): ReactNode {
  const { session } = useSignedIn()
  const catalog = useQueryOf('catalog.list', {})
  const failing = { toastFailures: true }
  const move = useCommand('staff.move', failing)
  const deactivate = useCommand('staff.deactivate', failing)
  const reactivate = useCommand('staff.reactivate', failing)
  const toasts = useToasts()
  const undo = useUndo()
  const say = words.staff
  const { id: staffId, name } = member
  const column = catalog.data?.trainers.find(({ id }) => id === member.trainerId)?.name
  const role = words.shell.roles[member.role]

  async function act(title: string, run: Promise<Result<{ undo: Undo }>>): Promise<void> {
    const result = await run
    if (!result.ok) return
    toasts.show({
      tone: 'success',
      title,
      action: { label: words.ui.undo, onPress: () => void undo(result.value.undo) },
    })
  }
  const moveTo = (next: number) => void move.run({ staffId, position: next })

  return (
    <li className={styles.row}>
      <Avatar name={name} hue={staffHues(all).get(staffId) ?? 1} />
      <span className={styles.text}>
        <span className={styles.name}>{name}</span>
        <span className={styles.role}>
          {column === undefined || column === name ? role : say.roleWithColumn(role, column)}
        </span>
      </span>
      {staffId === session.id && <Badge>{say.you}</Badge>}
      {member.active ? (
        <>
          <IconButton
            icon={ArrowUp}
            label={say.moveUp(name)}
            isDisabled={position === 0}
            onPress={() => moveTo(position - 1)}
          />
          <IconButton
            icon={ArrowDown}
            label={say.moveDown(name)}
            isDisabled={position === count - 1}
            onPress={() => moveTo(position + 1)}
          />
          <Menu
            label={say.actionsFor(name)}
            trigger={<IconButton icon={Ellipsis} label={say.actionsFor(name)} />}
            groups={[
              [
                { id: 'change', label: say.change, icon: Pencil, onAction: onChange },
                { id: 'pin', label: say.newPin, icon: KeyRound, onAction: onPin },
                { id: 'messages', label: say.messages, icon: Mail, onAction: onMessages },
              ],
              [
                {
                  id: 'deactivate',
                  label: say.deactivate,
                  icon: UserMinus,
                  tone: 'danger',
                  isDisabled: staffId === session.id,
                  onAction: () => void act(say.deactivated(name), deactivate.run({ staffId })),
                },
              ],
            ]}
          />
        </>
      ) : (
        <IconButton
          icon={UserCheck}
          label={say.reactivate(name)}
          onPress={() => void act(say.reactivated(name), reactivate.run({ staffId }))}
        />
      )}
    </li>
  )
}
