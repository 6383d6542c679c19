import type { clientsContract, Client, NewClient } from '../../../shared/clients.ts'
import { newId } from '../../../shared/ids.ts'
import { ok } from '../../../shared/result.ts'
import { topics } from '../../../shared/topics.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { readProfile } from './read-profile.ts'
import { searchClients } from './search-clients.ts'

/** The door of the clients feature. */
export function clientsHandlers(database: StudioDatabase): HandlersOf<typeof clientsContract> {
  return {
    'clients.get': ({ clientId }) => readProfile(database, clientId),
    'clients.search': ({ text, limit }) => ok(searchClients(database, text, limit)),
  }
}

/** A client as other features show them. */
export function findClient(database: StudioDatabase, id: string | null): Client | undefined {
  // By hand, like the next ones: every booking runs them, and building them costs more than that.
  return database.prepare('SELECT id, name, phone, email FROM clients WHERE id = ?').get(id) as
    | Client
    | undefined
}

/** Adds a client and answers their id. Their name and contact go into the row, never into the log. */
export function registerClient(tx: Tx, bus: EventBus, client: NewClient): string {
  const id = newId()
  tx.database.insert('clients', {
    search_row: null,
    id,
    name: client.name,
    phone: client.phone ?? null,
    email: client.email ?? null,
    messages_consent: client.messagesConsent ? 1 : 0,
    last_seen_at: tx.now,
    created_at: tx.now,
  })
  bus.publish('client.registered', { clientId: id })
  tx.touch(topics.clients)
  return id
}

/** Puts a client at the top of the recent ones. */
export function markClientSeen(tx: Tx, clientId: string): void {
  tx.database.prepare('UPDATE clients SET last_seen_at = ? WHERE id = ?').run(tx.now, clientId)
  tx.touch(topics.clients)
}
