import { useState, type ReactNode } from 'react'
import type { Catalog } from '../../../shared/catalog.ts'
import type { Client } from '../../../shared/clients.ts'
import type { StaffMember } from '../../../shared/staff.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { ComboBox } from '../../ui/combo-box.tsx'
import { matchPeople, type ListedPerson } from './match-people.ts'
import styles from './person-filter.module.css'

export interface PersonFilterProps {
  person: { readonly id: string; readonly name: string } | null
  onChange: (person: { id: string; name: string } | null) => void
  className?: string
}

const noStaff: readonly StaffMember[] = []
const noClients: readonly Client[] = []
const noCatalog: Catalog = { trainers: [], services: [] }

/** Anybody the log may be about: staff, trainers and clients in one field. */
export function PersonFilter({ person, onChange, className }: PersonFilterProps): ReactNode {
  const say = words.events.filter
  const [text, setText] = useState(person?.name ?? '')
  const searched = person === null ? text.trim() : ''
  const staff = useQueryOf('staff.list', {})
  const catalog = useQueryOf('catalog.list', {})
  const clients = useQueryOf('clients.search', { text: searched, limit: 8 }, { keepPrevious: true })
  const people = matchPeople(searched, {
    staff: staff.data ?? noStaff,
    trainers: (catalog.data ?? noCatalog).trainers,
    clients: clients.data ?? noClients,
  })

  return (
    <ComboBox
      label={say.person}
      isLabelHidden
      placeholder={say.findPerson}
      items={people}
      idOf={({ id }) => id}
      textOf={({ name }) => name}
      renderItem={(found) => <PersonRow person={found} />}
      selectedId={person?.id ?? null}
      onSelect={(found) => onChange(found && { id: found.id, name: found.name })}
      inputValue={text}
      onInputChange={(next) => {
        if (next === text) return
        setText(next)
        if (person !== null && next !== person.name) onChange(null)
      }}
      isLoading={clients.isFetching && clients.data === undefined}
      emptyText={say.noPerson}
      opensOn="input"
      {...(className !== undefined && { className })}
    />
  )
}

function PersonRow({ person }: { person: ListedPerson }): ReactNode {
  return (
    <span className={styles.row}>
      <Avatar name={person.name} size="sm" />
      <span className={styles.text}>
        <span className={styles.name}>{person.name}</span>
        <span className={styles.role}>{person.role}</span>
      </span>
    </span>
  )
}
