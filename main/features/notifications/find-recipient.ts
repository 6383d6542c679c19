import type { SkipReason } from '../../../shared/messages.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Flag } from '../../db/tables/flag.ts'
import type { Wishes } from './decide-message.ts'
import type { Correspondence } from './told-sessions.ts'

/** Whom a message goes to. */
export interface Recipient {
  readonly name: string
  readonly address: string
  /** Null for clients, who hear everything that they agreed to hear of. */
  readonly wishes: Wishes | null
}

/** Somebody's name and address as they are now, or why they are not written to. */
export function findRecipient(
  database: StudioDatabase,
  {
    recipient_type: type,
    recipient_id: id,
  }: Pick<Correspondence, 'recipient_type' | 'recipient_id'>,
): Recipient | SkipReason {
  return type === 'client' ? findClient(database, id) : findTrainer(database, id)
}

function findClient(database: StudioDatabase, id: string): Recipient | SkipReason {
  const client = database
    .prepare('SELECT name, email, messages_consent AS consent FROM clients WHERE id = ?')
    .get(id) as { name: string; email: string | null; consent: Flag } | undefined
  if (!client?.email) return 'no_address'
  if (client.consent === 0) return 'no_consent'
  return { name: client.name, address: client.email, wishes: null }
}

/** A trainer is written to at the address of whoever signs in as them; not once that person has left. */
function findTrainer(database: StudioDatabase, id: string): Recipient | SkipReason {
  const row = database
    .prepare(
      `SELECT t.name, s.email, hears_booked, hears_moved, hears_cancelled, hears_within_hours
       FROM staff AS s JOIN trainers AS t ON t.id = s.trainer_id
       WHERE s.trainer_id = ? AND s.active = 1 AND s.email IS NOT NULL`,
    )
    .get(id) as
    | {
        name: string
        email: string
        hears_booked: Flag
        hears_moved: Flag
        hears_cancelled: Flag
        hears_within_hours: number | null
      }
    | undefined
  if (!row) return 'no_address'
  const wishes = {
    booked: row.hears_booked === 1,
    moved: row.hears_moved === 1,
    cancelled: row.hears_cancelled === 1,
    withinHours: row.hears_within_hours,
  }
  if (!wishes.booked && !wishes.moved && !wishes.cancelled) return 'not_wanted'
  return { name: row.name, address: row.email, wishes }
}
