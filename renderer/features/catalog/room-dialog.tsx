import { useState, type ReactNode } from 'react'
import type { ManagedRoom, RoomKind } from '../../../shared/manage-catalog.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { useSaid } from './use-said.ts'

const say = words.catalog

export interface RoomDialogProps {
  /** Null: a new one. */
  room: ManagedRoom | null
  onClose: () => void
}

/** A room or a piece of equipment. */
export function RoomDialog({ room, onClose }: RoomDialogProps): ReactNode {
  const add = useCommand('catalog.addRoom')
  const change = useCommand('catalog.changeRoom')
  const said = useSaid()
  const [name, setName] = useState(room?.name ?? '')
  const [kind, setKind] = useState<RoomKind>(room?.kind ?? 'room')
  const [isChecked, setChecked] = useState(false)

  async function save(): Promise<void> {
    setChecked(true)
    if (name.trim() === '') return
    const result = room
      ? await change.run({ roomId: room.id, name, kind, expectedVersion: room.version })
      : await add.run({ name, kind })
    if (!result.ok) return
    said(say.saved(name), result.value.undo)
    onClose()
  }

  return (
    <EditDialog
      onClose={onClose}
      size="sm"
      title={room ? say.editRoom(room.name) : say.newRoom}
      commands={[add, change]}
      onSave={save}
    >
      <TextField
        label={say.name}
        value={name}
        onChange={setName}
        maxLength={80}
        autoFocus
        {...(isChecked && name.trim() === '' && { error: say.nameMissing })}
      />
      <Select
        label={say.kind}
        options={[
          { value: 'room', label: say.kinds.room },
          { value: 'equipment', label: say.kinds.equipment },
        ]}
        value={kind}
        onChange={(chosen) => setKind(chosen === 'equipment' ? 'equipment' : 'room')}
      />
    </EditDialog>
  )
}
