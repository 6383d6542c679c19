import { z } from 'zod'
import { currencySchema } from '../../../shared/money.ts'
import { timeZoneSchema } from '../../../shared/time.ts'
import type { SqlConnection } from '../../storage/sql-server.ts'
import type { EventPlace } from '../find-event.ts'

/** By what a studio counts its days and its money. */
export interface StudioTerms {
  readonly timeZone: string
  readonly currency: string
}

/** What is needed of `settings.changed`; a later version may say more. */
const settingsSchema = z.object({ timeZone: timeZoneSchema, currency: currencySchema })

interface KnownTerms {
  /** Settings, by the event that set them, oldest first. */
  readonly settings: { readonly seq: number; readonly terms: StudioTerms }[]
  /** The log was looked through up to here. */
  through: number
}

/**
 * Tells which terms held at an event. Read from the log itself, so it does not matter in which order
 * a broker brings the events of different subjects. Every event is looked at once a process.
 */
export class TermsReader {
  readonly #logs = new Map<string, KnownTerms>()

  /** Undefined when the log has no settings before this event. */
  async at(
    connection: Pick<SqlConnection, 'all'>,
    { logId, seq }: EventPlace,
  ): Promise<StudioTerms | undefined> {
    const known = await this.#lookThrough(connection, logId, seq)
    const last = known.settings.findLast((settings) => settings.seq <= seq)
    if (last) return last.terms
    // An epoch that went on from another begins behind its base.
    const [log] = await connection.all<{ base_seq: number; parent_id: string | null }>(
      'SELECT base_seq, parent_id FROM logs WHERE id = ?',
      [logId],
    )
    if (!log || log.parent_id === null) return undefined
    return this.at(connection, { logId: log.parent_id, seq: log.base_seq })
  }

  async #lookThrough(
    connection: Pick<SqlConnection, 'all'>,
    logId: string,
    seq: number,
  ): Promise<KnownTerms> {
    let known = this.#logs.get(logId)
    if (!known) this.#logs.set(logId, (known = { settings: [], through: 0 }))
    if (seq <= known.through) return known
    const rows = await connection.all<{ seq: number; data: string }>(
      `SELECT seq, data FROM events
       WHERE log_id = ? AND seq > ? AND seq <= ? AND data IS NOT NULL
         AND attributes LIKE '%"type":"settings.changed"%'
       ORDER BY seq`,
      [logId, known.through, seq],
    )
    for (const row of rows) {
      const settings = settingsSchema.safeParse(JSON.parse(row.data))
      if (settings.success) known.settings.push({ seq: row.seq, terms: settings.data })
    }
    known.through = seq
    return known
  }
}
