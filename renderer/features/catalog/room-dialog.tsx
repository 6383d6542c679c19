import { useState, type ReactNode } from 'react'
import type { ManagedRoom, RoomKind } from '../../../shared/manage-catalog.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useOpened } from '../../app/use-opened.ts'
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
  const { opened, catchUp } = useOpened(room)
  const [name, setName] = useState(room?.name ?? '')
  const [kind, setKind] = useState<RoomKind>(room?.kind ?? 'room')
  const [isChecked, setChecked] = useState(false)

  const saving = room ? change : add

  async function save(): Promise<void> {
    setChecked(true)
    if (name.trim() === '') return
    const input = { name, kind, allowRetired: saving.failure?.code === 'retired_exists' }
    const result = opened
      ? await change.run({ roomId: opened.id, ...input, expectedVersion: opened.version })
      : await add.run(input)
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
      versions={
        room
          ? {
              fields: [
                { label: say.name, mine: name, theirs: room.name },
                { label: say.kind, mine: say.kinds[kind], theirs: say.kinds[room.kind] },
              ],
              onKeepMine: catchUp,
              onTakeTheirs: () => {
                catchUp()
                setName(room.name)
                setKind(room.kind)
              },
            }
          : undefined
      }
      onSave={save}
    >
      <TextField
        label={say.name}
        value={name}
        onChange={(next) => {
          setName(next)
          saving.clear()
        }}
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
