import type { ReactNode } from 'react'
import type { Room } from '../../../shared/catalog.ts'
import { words } from '../../../shared/words/index.ts'
import { Select } from '../../ui/select.tsx'

export interface RoomSelectProps {
  /** The rooms the service can use. None draws nothing. */
  rooms: readonly Room[]
  /** Null: the first one that is free. */
  value: string | null
  onChange: (roomId: string | null) => void
}

const first = 'first'

/** Which room a session is to have; by itself it takes the first free one. */
export function RoomSelect({ rooms, value, onChange }: RoomSelectProps): ReactNode {
  if (rooms.length === 0) return null
  return (
    <Select
      label={words.booking.room}
      options={[
        { value: first, label: words.booking.anyRoom },
        ...rooms.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={value ?? first}
      onChange={(chosen) => onChange(chosen === first ? null : chosen)}
    />
  )
}
