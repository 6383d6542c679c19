import type { clientsContract, Client } from '../../../shared/clients.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { topics } from '../../../shared/topics.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx, UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { FileExports, type ChooseFile } from '../file-exports.ts'
import type { HandlersOf } from '../handlers.ts'
import { findRow, registerClient, updateClient } from './change-client.ts'
import { eraseClient, previewErasure } from './erase-client.ts'
import type { ErasureCleaner } from './erasure-cleaner.ts'
import { collectPersonalData, toHtml, toJson } from './export-client.ts'
import { findSimilar, listDuplicates } from './find-similar.ts'
import type { ClientFolding } from './fold-in-background.ts'
import { mergeClients, previewMerge } from './merge-clients.ts'
import { listSessions, readProfile } from './read-profile.ts'
import { searchClients } from './search-clients.ts'

export { registerClient } from './change-client.ts'
export { ErasureCleaner } from './erasure-cleaner.ts'
export { followMerges } from './follow-merges.ts'
export { ClientFolding } from './fold-in-background.ts'
export type { ChooseFile } from '../file-exports.ts'

/** The door of the clients feature. */
export function clientsHandlers(
  work: UnitOfWork,
  bus: EventBus,
  chooseFile: ChooseFile,
  cleaner: ErasureCleaner,
  folding: ClientFolding,
): HandlersOf<typeof clientsContract> {
  const { database } = work
  const exports = new FileExports(work, chooseFile, topics.clientExport)
  return {
    'clients.search': ({ text, limit }) => {
      folding.prepare()
      return ok(searchClients(database, text, limit))
    },
    'clients.get': ({ clientId }) => readProfile(database, clientId, work.now()),
    'clients.sessions': (input) => listSessions(database, input, work.now()),
    'clients.similar': ({ name, phone, email, exceptId }) => {
      folding.prepare()
      return ok(findSimilar(database, { name, phone, email }, exceptId))
    },
    'clients.register': (tx, client) => ok({ clientId: registerClient(tx, bus, client) }),
    'clients.update': (tx, input) => updateClient(tx, bus, input),
    'clients.duplicates': () => ok(listDuplicates(database)),
    'clients.mergePreview': ({ keepId, mergeId }) =>
      previewMerge(database, keepId, mergeId, work.now()),
    'clients.merge': (tx, input) => mergeClients(tx, bus, input),
    'clients.export': (tx, { clientId, format }, { actor }) => {
      const row = findRow(tx, clientId)
      if (!row) return refuse('client_not_found', {})
      const data = collectPersonalData(database, row.id, tx.now)
      const caller = { ...tx, actorId: actor.id }
      const note = () =>
        work.run(caller, () => bus.publish('client.exported', { clientId: row.id, format }))
      const text = format === 'json' ? toJson(data) : toHtml(data)
      // The id, not the name: file managers and backups remember what files were called.
      const suggestedName = `client-${row.id.slice(-8)}.${format}`
      tx.afterCommit(() => void exports.save(row.id, suggestedName, text, note))
      return ok(null)
    },
    'clients.exportState': () => ok(exports.state),
    'clients.erasurePreview': ({ clientId }) => previewErasure(database, clientId, work.now()),
    'clients.erase': (tx, input, caller) => {
      const result = eraseClient(tx, bus, input, caller)
      if (result.ok) tx.afterCommit(() => cleaner.clean())
      return result
    },
  }
}

/**
 * A client as other features show them. Somebody who was merged into another is answered as that
 * one; an erased client has a word for a name.
 */
export function findClient(database: StudioDatabase, id: string | null): Client | undefined {
  // By hand, like the next ones: every booking runs them, and building them costs more than that.
  return database
    .prepare(
      `SELECT id, name, phone, email FROM clients
       WHERE id = (SELECT coalesce(merged_into, id) FROM clients WHERE id = ?)`,
    )
    .get(id) as Client | undefined
}

/** A client with whom something new can begin: not erased. */
export function findActiveClient(database: StudioDatabase, id: string): Client | undefined {
  return database
    .prepare(
      `SELECT id, name, phone, email FROM clients
       WHERE id = (SELECT coalesce(merged_into, id) FROM clients WHERE id = ?)
         AND erased_at IS NULL`,
    )
    .get(id) as Client | undefined
}

/**
 * A client with whom something new can begin, for whoever must say why not. Refuses
 * `client_not_found` and `client_erased`: a sale, a balance or a pay-out is of nobody then.
 */
export function requireClient(database: StudioDatabase, id: string): Result<Client> {
  const client = findActiveClient(database, id)
  if (client) return ok(client)
  return findClient(database, id) ? refuse('client_erased', {}) : refuse('client_not_found', {})
}

/** Puts a client at the top of the recent ones. */
export function markClientSeen(tx: Tx, clientId: string): void {
  tx.database.prepare('UPDATE clients SET last_seen_at = ? WHERE id = ?').run(tx.now, clientId)
  tx.touch(topics.clients)
}
