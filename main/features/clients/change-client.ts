import type { z } from 'zod'
import type { clientDetailsSchema, NewClient } from '../../../shared/clients.ts'
import { newId } from '../../../shared/ids.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { LocalDate } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { sql } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { versionOf } from '../check-version.ts'
import { foldClients } from './fold-clients.ts'

type Details = z.output<typeof clientDetailsSchema>

/** Adds a client and answers their id. Their name and contact go into the row, never into the log. */
export function registerClient(
  tx: Tx,
  bus: EventBus,
  client: NewClient & Partial<Details>,
): string {
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
    notes: client.notes ?? null,
  })
  foldClients(tx, [id])
  bus.publish('client.registered', { clientId: id })
  tx.touch(topics.clients)
  return id
}

/** Replaces what is known of a client. The log says which fields changed, never to what. */
export function updateClient(
  tx: Tx,
  bus: EventBus,
  { clientId, ...details }: Details & { readonly clientId: string },
): Result<{ clientId: string; version: number }> {
  const row = findRow(tx, clientId)
  if (!row) return refuse('client_not_found', {})
  if (row.erased_at !== null) return refuse('client_erased', {})
  const next = {
    name: details.name,
    phone: details.phone ?? null,
    email: details.email ?? null,
    notes: details.notes ?? null,
    messages_consent: details.messagesConsent ? (1 as const) : (0 as const),
  }
  const fields = (['name', 'phone', 'email', 'notes'] as const).filter(
    (field) => row[field] !== next[field],
  )
  const consentChanged = row.messages_consent !== next.messages_consent
  const changed = () => ok({ clientId: row.id, version: versionOf(tx.database, 'client', row.id) })
  if (fields.length === 0 && !consentChanged) return changed()
  tx.database.run(sql.updateTable('clients').set(next).where('id', '=', row.id))
  foldClients(tx, [row.id])
  bus.publish('client.updated', {
    clientId: row.id,
    fields: [...fields, ...(consentChanged ? (['messagesConsent'] as const) : [])],
  })
  touchClient(tx, row.id)
  return changed()
}

/** A client's row; of somebody who was merged into another, that other one's. */
export function findRow(tx: Pick<Tx, 'database'>, clientId: string): Row<'clients'> | undefined {
  return tx.database
    .prepare(
      `SELECT * FROM clients WHERE id =
         (SELECT coalesce(merged_into, id) FROM clients WHERE id = ?)`,
    )
    .get(clientId) as Row<'clients'> | undefined
}

/** Tells every screen that shows the client: lists, the profile, the days they are booked on. */
export function touchClient(tx: Tx, clientId: string): void {
  tx.touch(topics.clients, topics.client(clientId))
  const sessions = tx.database
    .prepare(
      `SELECT id, substr(local_start, 1, 10) AS date FROM appointments WHERE client_id = @client
       UNION SELECT a.id, substr(a.local_start, 1, 10) FROM seats s
       JOIN appointments a ON a.id = s.appointment_id WHERE s.client_id = @client`,
    )
    .all({ client: clientId }) as { id: string; date: LocalDate }[]
  for (const { id, date } of sessions) tx.touch(topics.day(date), topics.appointment(id))
}
