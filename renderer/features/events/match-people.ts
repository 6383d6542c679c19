import type { Trainer } from '../../../shared/catalog.ts'
import type { Client } from '../../../shared/clients.ts'
import type { StaffMember } from '../../../shared/staff.ts'
import { words } from '../../../shared/words/index.ts'

/** Somebody the log may be about. A trainer who signs in is two: who acts, and who is booked. */
export interface ListedPerson {
  readonly id: string
  readonly name: string
  readonly role: string
}

/**
 * Staff and trainers whose name holds every word of the text, then the clients that were found.
 * Case and accents do not matter.
 *
 * @param everyone `clients` are the search's answer already
 */
export function matchPeople(
  text: string,
  everyone: {
    readonly staff: readonly StaffMember[]
    readonly trainers: readonly Trainer[]
    readonly clients: readonly Client[]
  },
): readonly ListedPerson[] {
  const { roles } = words.events.filter
  const wanted = plain(text).split(/\s+/).filter(Boolean)
  const isWanted = ({ name }: { readonly name: string }) =>
    wanted.every((word) => plain(name).includes(word))
  return [
    ...everyone.staff
      .filter(isWanted)
      .map(({ id, name, role }) => ({ id, name, role: roles.staff[role] })),
    ...everyone.trainers
      .filter(isWanted)
      .map(({ id, name }) => ({ id, name, role: roles.trainer })),
    ...everyone.clients.map(({ id, name, phone }) => ({
      id,
      name,
      role: phone === null ? roles.client : `${roles.client}, ${phone}`,
    })),
  ]
}

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase()
}
