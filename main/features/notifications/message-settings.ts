import type { MessageSettings, MessageSettingsInput } from '../../../shared/messages.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tables } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { Secrets } from '../secrets.ts'
import { readStudio } from '../studio/index.ts'
import type { MailServer } from './send-by-smtp.ts'

export type SettingsRow = Tables['message_settings']

/** How the studio sends e-mail; undefined until a manager has set it up. */
export function findSettings(database: StudioDatabase): SettingsRow | undefined {
  return database.first(sql.selectFrom('message_settings').selectAll())
}

/** The server with its password; null when there is one that cannot be read on this computer. */
export function mailServerOf(settings: SettingsRow, secrets: Secrets): MailServer | null {
  const { host, port, security, user_name: userName, sealed_password: sealed } = settings
  const password = sealed === null ? null : secrets.open(sealed)
  if (sealed !== null && password === null) return null
  return { host, port, security, userName, password }
}

/** What the settings screen may see: everything but the password. */
export function showSettings(row: SettingsRow): MessageSettings {
  return {
    enabled: row.enabled === 1,
    host: row.host,
    port: row.port,
    security: row.security,
    userName: row.user_name,
    hasPassword: row.sealed_password !== null,
    fromName: row.from_name,
    fromAddress: row.from_address,
  }
}

/** Saves how e-mail is sent. A password is sealed before it touches the file, or not kept at all. */
export function saveSettings(
  tx: Tx,
  bus: EventBus,
  secrets: Secrets,
  input: MessageSettingsInput,
): Result<null> {
  const before = findSettings(tx.database)
  if (typeof input.password === 'string' && !secrets.isAvailable()) {
    return refuse('no_key_store', {})
  }
  const kept = input.password === undefined ? (before?.sealed_password ?? null) : null
  const sealed = typeof input.password === 'string' ? secrets.seal(input.password) : kept
  // Without a user there is nothing to prove.
  const password = input.userName === null ? null : sealed
  if (password !== null && input.security === 'none' && !isThisComputer(input.host)) {
    return refuse('password_unprotected', {})
  }
  const row = {
    enabled: input.enabled ? (1 as const) : (0 as const),
    host: input.host,
    port: input.port,
    security: input.security,
    user_name: input.userName,
    sealed_password: password,
    from_name: input.fromName,
    from_address: input.fromAddress,
    changed_at: tx.now,
  }
  tx.database.run(
    sql
      .insertInto('message_settings')
      .values({ id: 1, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row)),
  )
  bus.publish('messages.configured', {
    studioId: readStudio(tx.database).tenant_id,
    enabled: input.enabled,
    security: input.security,
  })
  tx.touch(topics.messages)
  return ok(null)
}

/**
 * For a copy of the studio: the original sends what is waiting, so the copy sends nothing until a
 * manager sets it up.
 */
export function leaveMessagesToOriginal(tx: Tx): void {
  tx.database.prepare('UPDATE message_settings SET enabled = 0').run()
  tx.database
    .prepare(
      `UPDATE outbox SET status = 'skipped', skip_reason = 'too_late', next_attempt_at = NULL
       WHERE status IN ('queued', 'sending')`,
    )
    .run()
  tx.touch(topics.messages)
}

function isThisComputer(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}
