import { useState, type ReactNode } from 'react'
import type { Undo } from '../../../shared/contract.ts'
import { roleSchema, type Role } from '../../../shared/roles.ts'
import type { StaffEntry } from '../../../shared/staff.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf, useUndo } from '../../app/api.ts'
import { useOpened } from '../../app/use-opened.ts'
import { BothVersions } from '../../ui/both-versions.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { NewPinFields } from './new-pin-fields.tsx'
import { useLeastDigits } from './use-least-digits.ts'

export interface MemberDialogProps {
  /** Null: somebody new. */
  member: StaffEntry | null
  /** Who is on the list, to know which columns are taken. */
  list: readonly StaffEntry[]
  onClose: () => void
}

const noColumn = 'none'

/** A person's name, role and column in the book; for somebody new also their first PIN. */
export function MemberDialog({ member, list, onClose }: MemberDialogProps): ReactNode {
  const add = useCommand('staff.add')
  const change = useCommand('staff.change')
  const catalog = useQueryOf('catalog.list', {})
  const toasts = useToasts()
  const undo = useUndo()
  const [name, setName] = useState(member?.name ?? '')
  const [role, setRole] = useState<Role>(member?.role ?? 'front_desk')
  const [column, setColumn] = useState(member?.trainerId ?? noColumn)
  const leastDigits = useLeastDigits()
  const [pin, setPin] = useState('')
  const [pinAgain, setPinAgain] = useState('')
  const [isChecked, setChecked] = useState(false)
  const say = words.staff
  const now = list.find(({ id }) => id === member?.id) ?? member
  const { opened, catchUp } = useOpened(now)

  const needsName = name.trim() === ''
  const needsColumn = role === 'trainer' && column === noColumn
  const needsPin = member === null && (pin.length < leastDigits || pin !== pinAgain)
  const command = member ? change : add
  const isAlike = command.failure?.code === 'staff_name_alike'

  function done(title: string, reverse: Undo): void {
    onClose()
    toasts.show({
      tone: 'success',
      title,
      action: { label: words.ui.undo, onPress: () => void undo(reverse) },
    })
  }

  async function submit(): Promise<void> {
    setChecked(true)
    if (needsName || needsColumn || needsPin) return
    const wish = {
      name: name.trim(),
      role,
      trainerId: column === noColumn ? null : column,
      allowLookAlike: isAlike,
    }
    if (opened) {
      const { id: staffId, version: expectedVersion } = opened
      const result = await change.run({ staffId, ...wish, expectedVersion })
      if (result.ok) done(say.changed(wish.name), result.value.undo)
    } else {
      const result = await add.run({ ...wish, pin })
      if (result.ok) done(say.added(wish.name), result.value.undo)
    }
  }

  const takenBy = new Map(
    list.filter(({ id }) => id !== member?.id).map((other) => [other.trainerId, other.name]),
  )
  const columns = (catalog.data?.trainers ?? []).map((trainer) => ({
    value: trainer.id,
    label: trainer.name,
    hue: trainer.hue,
    isDisabled: takenBy.has(trainer.id),
    ...(takenBy.has(trainer.id) && { description: say.columnTaken(takenBy.get(trainer.id)!) }),
  }))

  const columnName = (id: string) =>
    columns.find(({ value }) => value === id)?.label ?? say.noColumn

  return (
    <FormDialog
      onClose={onClose}
      title={member ? say.changeTitle(member.name) : say.addTitle}
      action={isAlike ? say.saveAnyway : member ? say.saveChange : say.confirmAdd}
      isPending={command.isPending}
      onSubmit={submit}
    >
      <TextField
        autoFocus
        label={say.name}
        description={say.nameHint}
        value={name}
        maxLength={80}
        onChange={(next) => {
          setName(next)
          command.clear()
        }}
        error={isChecked && needsName ? words.setup.needName : undefined}
      />
      <SegmentedControl
        label={say.role}
        description={say.roleHints[role]}
        segments={roleSchema.options.map((value) => ({
          value,
          label: words.shell.roles[value],
        }))}
        value={role}
        onChange={(next) => {
          setRole(next)
          command.clear()
        }}
        isFullWidth
      />
      {role !== 'front_desk' && (
        <Select
          label={say.column}
          description={say.columnHint}
          options={[
            ...(role === 'manager' ? [{ value: noColumn, label: say.noColumn }] : []),
            ...columns,
          ]}
          value={role === 'trainer' && column === noColumn ? null : column}
          onChange={(next) => {
            setColumn(next)
            command.clear()
          }}
          error={isChecked && needsColumn ? say.needColumn : undefined}
        />
      )}
      {member === null && (
        <NewPinFields
          pin={pin}
          pinAgain={pinAgain}
          name={name}
          isChecked={isChecked}
          onPin={setPin}
          onPinAgain={setPinAgain}
        />
      )}
      <FormError error={command.failure} />
      {now && (
        <BothVersions
          failure={command.failure}
          fields={[
            { label: say.name, mine: name, theirs: now.name },
            {
              label: say.role,
              mine: words.shell.roles[role],
              theirs: words.shell.roles[now.role],
            },
            {
              label: say.column,
              mine: columnName(column),
              theirs: columnName(now.trainerId ?? noColumn),
            },
          ]}
          onKeepMine={() => {
            catchUp()
            command.clear()
          }}
          onTakeTheirs={() => {
            catchUp()
            setName(now.name)
            setRole(now.role)
            setColumn(now.trainerId ?? noColumn)
            command.clear()
          }}
        />
      )}
    </FormDialog>
  )
}
