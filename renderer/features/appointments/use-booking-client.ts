import { useState } from 'react'
import type { Client, NewClient } from '../../../shared/clients.ts'
import { words } from '../../../shared/words/index.ts'
import {
  readNewClient,
  type NewClientDraft,
  type NewClientProblems,
} from '../clients/read-new-client.ts'

/** Who is being booked: one on the list, or somebody new whose fields are being filled in. */
export interface BookingClient {
  readonly client: Client | null
  readonly newClient: NewClientDraft | null
  /** Why nobody can be booked yet. */
  readonly problem: string | undefined
  readonly newClientProblems: NewClientProblems
  readonly choose: (client: Client | null) => void
  readonly startNew: (name: string) => void
  readonly changeNew: (draft: NewClientDraft) => void
  readonly backToSearch: () => void
  /** Whether one on the list is chosen; says what is missing when not. */
  readonly isChosen: () => boolean
  /** The client for the booking; null after saying beside the field what is missing. */
  readonly read: () => { readonly name: string; readonly choice: ClientChoice } | null
}

type ClientChoice =
  | { readonly kind: 'existing'; readonly clientId: string }
  | { readonly kind: 'new'; readonly client: NewClient }

/** Keeps who is being booked, as it is typed and corrected. */
export function useBookingClient(first: Client | null): BookingClient {
  const [client, setClient] = useState(first)
  const [newClient, setNewClient] = useState<NewClientDraft | null>(null)
  const [problem, setProblem] = useState<string>()
  const [newClientProblems, setNewClientProblems] = useState<NewClientProblems>({})

  function isChosen(): boolean {
    setProblem(client ? undefined : words.booking.chooseClient)
    return client !== null
  }

  return {
    client,
    newClient,
    problem,
    newClientProblems,
    choose: (next) => {
      setClient(next)
      setNewClient(null)
      setProblem(undefined)
    },
    startNew: (name) => {
      setClient(null)
      setNewClient({ name, phone: '', email: '', messagesConsent: false })
    },
    changeNew: (next) => {
      setNewClient(next)
      setNewClientProblems({})
    },
    backToSearch: () => setNewClient(null),
    isChosen,
    read: () => {
      if (newClient) {
        const read = readNewClient(newClient)
        setNewClientProblems(read.ok ? {} : read.problems)
        return read.ok
          ? { name: read.client.name, choice: { kind: 'new', client: read.client } }
          : null
      }
      if (!isChosen() || !client) return null
      return { name: client.name, choice: { kind: 'existing', clientId: client.id } }
    },
  }
}
