import type { ReactNode } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import type { StaffMember } from '../../../shared/staff.ts'
import { words } from '../../../shared/words/index.ts'
import { staffHues } from '../../app/staff-hues.ts'
import { Avatar } from '../../ui/avatar.tsx'
import styles from './staff-picker.module.css'

export interface StaffPickerProps {
  staff: readonly StaffMember[]
  /** By staff id; only a demo studio has PINs to show. */
  pins: ReadonlyMap<string, string>
  selectedId: string | null
  onSelect: (id: string) => void
  /** Enter or a click: the choice is made, the PIN is next. */
  onConfirm: () => void
}

/** The people who may sign in. Arrows move the choice, letters jump to a name. */
export function StaffPicker({
  staff,
  pins,
  selectedId,
  onSelect,
  onConfirm,
}: StaffPickerProps): ReactNode {
  const hues = staffHues(staff)
  return (
    <ListBox
      aria-label={words.signIn.people}
      items={staff}
      dependencies={[pins]}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      autoFocus={selectedId === null ? 'first' : false}
      selectedKeys={selectedId === null ? [] : [selectedId]}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : keys
        if (typeof key === 'string') onSelect(key)
      }}
      onAction={onConfirm}
      className={styles.list ?? ''}
    >
      {(member) => (
        <ListBoxItem
          id={member.id}
          textValue={member.name}
          className={styles.person ?? ''}
          onPress={onConfirm}
        >
          <Avatar name={member.name} hue={hues.get(member.id) ?? 1} />
          <span className={styles.text}>
            <span className={styles.name}>{member.name}</span>
            <span className={styles.role}>{words.shell.roles[member.role]}</span>
          </span>
          {pins.has(member.id) && (
            <span className={styles.pin}>
              {words.signIn.pin} <b>{pins.get(member.id)}</b>
            </span>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  )
}
