import type { ClientProfile } from '../../../shared/clients.ts'
import { words } from '../../../shared/words/index.ts'
import type { TwoValues } from '../../ui/both-versions.tsx'

/** What is known of a client and can be edited, as it stands in a form. */
export interface ClientDraft {
  readonly name: string
  readonly phone: string
  readonly email: string
  readonly notes: string
  readonly messagesConsent: boolean
}

/** What a form is filled in with; an empty field for what is not known. */
export function draftOf(client: ClientProfile): ClientDraft {
  const { name, phone, email, notes, messagesConsent } = client
  return { name, phone: phone ?? '', email: email ?? '', notes: notes ?? '', messagesConsent }
}

/** Both versions of a client, field by field, as they are read. */
export function versionsOf(mine: ClientDraft, theirs: ClientDraft): readonly TwoValues[] {
  const { booking, clients } = words
  const labels: { readonly [K in keyof ClientDraft]: string } = {
    name: booking.name,
    phone: booking.phone,
    email: booking.email,
    messagesConsent: booking.consent,
    notes: clients.notes,
  }
  const formatted = (value: string | boolean) =>
    typeof value === 'string' ? value : value ? words.ui.yes : words.ui.no
  return (Object.keys(labels) as (keyof ClientDraft)[]).map((key) => ({
    label: labels[key],
    mine: formatted(mine[key]),
    theirs: formatted(theirs[key]),
  }))
}
