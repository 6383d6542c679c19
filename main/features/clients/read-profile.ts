import type { ClientProfile } from '../../../shared/clients.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateOf } from '../../../shared/time.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import { readStudio } from '../studio/index.ts'

/** Everything the desk knows about one client. Refuses `client_not_found`. */
export function readProfile(database: StudioDatabase, clientId: string): Result<ClientProfile> {
  const row = database.first(sql.selectFrom('clients').selectAll().where('id', '=', clientId))
  if (!row) return refuse('client_not_found', {})
  return ok({
    id: row.id,
    name: row.name,
    phone: row.phone,
    email: row.email,
    messagesConsent: row.messages_consent === 1,
    since: localDateOf(row.created_at, readStudio(database).time_zone),
    createdAt: row.created_at,
  })
}
