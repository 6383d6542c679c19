import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { Client } from '../../../shared/clients.ts'
import { words } from '../../../shared/words/index.ts'
import { ask, useQueryOf } from '../../app/api.ts'
import { ComboBox } from '../../ui/combo-box.tsx'
import { contactOf } from './client-contact.ts'
import { ClientRow } from './client-row.tsx'

/** Few recent ones fit under the field; a search may answer more. */
const recentShown = 6
const foundShown = 8

export interface ClientPickerProps {
  value: Client | null
  onChange: (client: Client | null) => void
  /** Someone who is not on the list: what was typed becomes their name. Left out: known ones only. */
  onNew?: (name: string) => void
  error?: string | undefined
  /** False: somebody is chosen already, so the focus is better elsewhere. */
  autoFocus?: boolean
}

/**
 * Finds a client by any part of name, phone or e-mail while one types. Enter takes the first one
 * found; without a text it offers the clients seen most recently.
 */
export function ClientPicker({
  value,
  onChange,
  onNew,
  error,
  autoFocus = true,
}: ClientPickerProps): ReactNode {
  const [text, setText] = useState(value?.name ?? '')
  const input = useRef<HTMLInputElement>(null)
  // Once someone is chosen the text is their name; then the list is the recent clients again.
  const searched = value === null ? text.trim() : ''
  const found = useQueryOf(
    'clients.search',
    { text: searched, limit: searched === '' ? recentShown : foundShown },
    { keepPrevious: true },
  )
  const clients = found.data ?? []

  useEffect(() => {
    if (autoFocus) input.current?.focus()
  }, [autoFocus])

  const closesList = useRef(false)

  function onKeyDown(event: KeyboardEvent): void {
    const isOpen = input.current?.getAttribute('aria-expanded') === 'true'
    closesList.current = event.key === 'Escape' && isOpen && searched !== ''
    if (event.key !== 'Enter' || value !== null || searched === '') return
    // A row was reached with the arrows: the list itself takes Enter.
    if (input.current?.getAttribute('aria-activedescendant')) return
    event.preventDefault()
    event.stopPropagation()
    void takeFirst(searched)
  }

  /** Asks anew: the list may still show what an earlier text found, which is someone else. */
  async function takeFirst(text: string): Promise<void> {
    const clients = await ask('clients.search', { text, limit: foundShown }).catch(() => null)
    const isSame = input.current?.value.trim() === text
    if (clients === null || !isSame) return
    const [first] = clients
    if (first) choose(first)
    else onNew?.(text)
  }

  function choose(client: Client): void {
    setText(client.name)
    onChange(client)
  }

  return (
    <div
      role="presentation"
      onKeyDownCapture={onKeyDown}
      onKeyDown={(event) => {
        // The first Esc closes the list; what was typed and the panel around it stay.
        if (closesList.current) event.preventDefault()
      }}
    >
      <ComboBox
        ref={input}
        label={words.booking.client}
        placeholder={words.booking.findClient}
        maxLength={80}
        items={clients}
        idOf={(client) => client.id}
        textOf={(client) => client.name}
        renderItem={(client) => <ClientRow client={client} search={searched} />}
        selectedId={value?.id ?? null}
        onSelect={(client) => {
          if (client) choose(client)
        }}
        inputValue={text}
        onInputChange={(next) => {
          if (next === text) return
          setText(next)
          if (value !== null && next !== value.name) onChange(null)
        }}
        isLoading={found.isFetching && found.data === undefined}
        emptyText={text.trim() === '' ? words.booking.noClientsYet : words.booking.noClients}
        {...(onNew && { createLabel: words.booking.newClient, onCreate: onNew })}
        description={value ? (contactOf(value) ?? words.booking.noContact) : undefined}
        error={error ?? (found.failure ? found.failure.message : undefined)}
      />
    </div>
  )
}
